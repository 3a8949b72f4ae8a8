<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <extra-name>Deutsch</extra-name>
    <extra-plural>n != 1</extra-plural>
    <context>
        <name>matting-rt</name>
        <message>
            <location filename="gui/app/closing.py" />
            <source>&amp;Stop and quit</source>
            <translation>&amp;Beenden</translation>
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>Others see you.</source>
            <translation>Die Ausgabe ist für andere sichtbar.</translation>
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>You are recording.</source>
            <translation>Eine Aufnahme läuft.</translation>
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>A video is being processed.</source>
            <translation>Ein Video wird verarbeitet.</translation>
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>The recording will be finished and saved.</source>
            <translation>Die Aufnahme wird abgeschlossen und gespeichert.</translation>
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>The video will continue the next time.</source>
            <translation>Das Video geht beim nächsten Mal weiter, wo es war.</translation>
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>{work} Stop and quit?</source>
            <translation>{work} Trotzdem beenden?</translation>
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>&amp;Keep running in the tray</source>
            <translation>&amp;Im Infobereich weiterlaufen</translation>
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>&amp;Keep running minimised</source>
            <translation>&amp;Minimiert weiterlaufen</translation>
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>Use the tray icon to bring the window back.</source>
            <translation>Das Symbol im Infobereich bringt das Fenster zurück.</translation>
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>{work} Keep running without the window?</source>
            <translation>{work} Ohne Fenster weiterlaufen?</translation>
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>Do not ask again</source>
            <translation>Nicht mehr fragen</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Start</source>
            <translation>Starten</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Pause</source>
            <translation>Pause</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Others see a placeholder until you resume</source>
            <translation>Andere sehen einen Platzhalter, bis es weitergeht</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Record</source>
            <translation>Aufnehmen</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Pause recording</source>
            <translation>Aufnahme anhalten</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Take a still picture</source>
            <translation>Standbild aufnehmen</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Take a new plate …</source>
            <translation>Neues Raumbild aufnehmen …</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Picture only</source>
            <translation>Nur das Bild</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Show nothing but what others see, e.g. to share it; Esc ends it</source>
            <translation>Nur zeigen, was andere sehen, z. B. um das Fenster zu teilen; Esc beendet das</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Before and after</source>
            <translation>Vorher und nachher</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Show the camera left of a handle; others do not see it</source>
            <translation>Links von einem Griff die Kamera zeigen; andere sehen das nicht</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Safe areas</source>
            <translation>Sichere Bereiche</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Show lines to place yourself by; others do not see them</source>
            <translation>Hilfslinien für die Position zeigen; andere sehen sie nicht</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Redo</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Figures of the last minute</source>
            <translation>Werte der letzten Minute</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Settings …</source>
            <translation>Einstellungen …</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Diagnostics …</source>
            <translation>Diagnose …</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Virtual camera …</source>
            <translation>Virtuelle Kamera …</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Set it up, or remove it</source>
            <translation>Einrichten oder entfernen</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Help …</source>
            <translation>Hilfe …</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>About Matting RT …</source>
            <translation>Über Matting RT …</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Menu</source>
            <translation>Menü</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Settings and more</source>
            <translation>Einstellungen und mehr</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Live</source>
            <translation>Live</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Videos</source>
            <translation>Videos</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Undo: {step}</source>
            <translation>Rückgängig: {step}</translation>
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Redo: {step}</source>
            <translation>Wiederholen: {step}</translation>
        </message>
        <message>
            <location filename="gui/app/desktop_entry.py" />
            <source>Background Replacement</source>
            <translation>Hintergrund ersetzen</translation>
        </message>
        <message>
            <location filename="gui/app/desktop_entry.py" />
            <source>Replace your background in meetings and videos</source>
            <translation>Vor einem anderen Hintergrund stehen, in Besprechungen und in Videos</translation>
        </message>
        <message>
            <location filename="gui/app/diagnostics.py" />
            <source>Diagnostics</source>
            <translation>Diagnose</translation>
        </message>
        <message>
            <location filename="gui/app/diagnostics.py" />
            <source>For a bug report. Review it before you post it: it names your devices and files.</source>
            <translation>Für einen Fehlerbericht. Vor dem Veröffentlichen durchsehen: Geräte und Dateien werden genannt.</translation>
        </message>
        <message>
            <location filename="gui/app/diagnostics.py" />
            <source>Looking at devices and settings …</source>
            <translation>Geräte und Einstellungen werden untersucht …</translation>
        </message>
        <message>
            <location filename="gui/app/diagnostics.py" />
            <source>&amp;Copy</source>
            <translation>&amp;Kopieren</translation>
        </message>
        <message>
            <location filename="gui/app/diagnostics.py" />
            <source>Copy all of it to the clipboard</source>
            <translation>Alles in die Zwischenablage kopieren</translation>
        </message>
        <message>
            <location filename="gui/app/diagnostics.py" />
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <location filename="gui/app/diagnostics.py" />
            <source>Copied.</source>
            <translation>Kopiert.</translation>
        </message>
        <message>
            <location filename="gui/app/global_keys.py" />
            <source>Start or stop what others see</source>
            <translation>Ausgabe für andere starten oder stoppen</translation>
        </message>
        <message>
            <location filename="gui/app/global_keys.py" />
            <source>Pause or resume</source>
            <translation>Anhalten oder fortsetzen</translation>
        </message>
        <message>
            <location filename="gui/app/global_keys.py" />
            <source>Start or finish a recording</source>
            <translation>Aufnahme starten oder beenden</translation>
        </message>
        <message>
            <location filename="gui/app/global_keys.py" />
            <source>Take a new plate</source>
            <translation>Neues Raumbild aufnehmen</translation>
        </message>
        <message>
            <location filename="gui/app/header.py" />
            <source>Pages</source>
            <translation>Seiten</translation>
        </message>
        <message>
            <location filename="gui/app/log_lines.py" />
            <source>{error}. Details are in the log {path}</source>
            <translation>{error}. Einzelheiten stehen im Protokoll {path}</translation>
        </message>
        <message>
            <location filename="gui/app/main_window.py" />
            <source>● Recording – Matting RT</source>
            <translation>● Aufnahme – Matting RT</translation>
        </message>
        <message>
            <location filename="gui/app/tray.py" />
            <source>Show the window</source>
            <translation>Fenster zeigen</translation>
        </message>
        <message>
            <location filename="gui/app/tray.py" />
            <source>Background</source>
            <translation>Hintergrund</translation>
        </message>
        <message>
            <location filename="gui/app/tray.py" />
            <source>Others see you</source>
            <translation>Für andere sichtbar</translation>
        </message>
        <message>
            <location filename="gui/app/tray.py" />
            <source>cannot be read</source>
            <translation>nicht lesbar</translation>
        </message>
        <message>
            <location filename="gui/app/tray.py" />
            <source>no longer there</source>
            <translation>nicht mehr da</translation>
        </message>
        <message>
            <location filename="gui/app/tray.py" />
            <source>{name} ({kind})</source>
            <translation>{name} ({kind})</translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/actions.py" />
            <source>{count} videos were removed from the list.</source>
            <translation>
                <numerusform>{count} Video wurde aus der Liste entfernt.</numerusform>
                <numerusform>{count} Videos wurden aus der Liste entfernt.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="gui/batch/actions.py" />
            <source>Removed from the list: {video}</source>
            <translation>Aus der Liste entfernt: {video}</translation>
        </message>
        <message>
            <location filename="gui/batch/actions.py" />
            <source>No program on this computer can open {file}.</source>
            <translation>Kein Programm auf diesem Computer kann {file} öffnen.</translation>
        </message>
        <message>
            <location filename="gui/batch/actions.py" />
            <source>{file} no longer exists.</source>
            <translation>{file} gibt es nicht mehr.</translation>
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Play the result</source>
            <translation>Ergebnis abspielen</translation>
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Compare the result with the video</source>
            <translation>Ergebnis mit dem Video vergleichen</translation>
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Try one second</source>
            <translation>1 s probieren</translation>
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Show the result in its folder</source>
            <translation>Ergebnis im Ordner zeigen</translation>
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Resume</source>
            <translation>Fortsetzen</translation>
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Retry</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Settings for this video</source>
            <translation>Einstellungen für dieses Video</translation>
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Remove from the list</source>
            <translation>Aus der Liste entfernen</translation>
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Drag it to another place in the list</source>
            <translation>An eine andere Stelle der Liste ziehen</translation>
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>{name}: {state}</source>
            <translation>{name}: {state}</translation>
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>This video cannot be read, so there is nothing to try</source>
            <translation>Dieses Video ist nicht lesbar, also gibt es nichts auszuprobieren</translation>
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Image or video of the empty room …</source>
            <translation>Bild oder Video des leeren Raums …</translation>
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Plate</source>
            <translation>Raumbild</translation>
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Image or video …</source>
            <translation>Bild oder Video …</translation>
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Colour …</source>
            <translation>Farbe …</translation>
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Folder …</source>
            <translation>Ordner …</translation>
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Folder for the results</source>
            <translation>Ordner für die Ergebnisse</translation>
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Next to each video</source>
            <translation>Neben jedem Video</translation>
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>The empty room, as the video shows it</source>
            <translation>Der leere Raum, wie das Video ihn zeigt</translation>
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>An image or video as background</source>
            <translation>Ein Bild oder Video als Hintergrund</translation>
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Images and videos</source>
            <translation>Bilder und Videos</translation>
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Colour of the background</source>
            <translation>Farbe des Hintergrunds</translation>
        </message>
        <message>
            <location filename="gui/batch/clip.py" />
            <source>Building the plate from the video …</source>
            <translation>Das Raumbild wird aus dem Video gewonnen …</translation>
        </message>
        <message>
            <location filename="gui/batch/clip.py" />
            <source>Opening …</source>
            <translation>Wird geöffnet …</translation>
        </message>
        <message>
            <location filename="gui/batch/clip.py" />
            <source>The video has no frames at this time.</source>
            <translation>Zu dieser Zeit hat das Video keine Bilder.</translation>
        </message>
        <message>
            <location filename="gui/batch/compare.py" />
            <source>{video} and its result</source>
            <translation>{video} und das Ergebnis</translation>
        </message>
        <message>
            <location filename="gui/batch/compare.py" />
            <source>Try one second of {video}</source>
            <translation>Eine Sekunde von {video} probieren</translation>
        </message>
        <message>
            <location filename="gui/batch/compare.py" />
            <source>Time in the video</source>
            <translation>Zeit im Video</translation>
        </message>
        <message>
            <location filename="gui/batch/compare.py" />
            <source>Which second of the video is shown</source>
            <translation>Welche Sekunde des Videos gezeigt wird</translation>
        </message>
        <message>
            <location filename="gui/batch/compare.py" />
            <source>Close; nothing is written</source>
            <translation>Schließen; es wird nichts geschrieben</translation>
        </message>
        <message>
            <location filename="gui/batch/compare.py" />
            <source>Matting one second …</source>
            <translation>Eine Sekunde wird freigestellt …</translation>
        </message>
        <message>
            <location filename="gui/batch/compare.py" />
            <source>Left of the line is the video, right of it the result.</source>
            <translation>Links der Linie ist das Video, rechts davon das Ergebnis.</translation>
        </message>
        <message>
            <location filename="gui/batch/compare.py" />
            <source>{time} of {length}</source>
            <translation>{time} von {length}</translation>
        </message>
        <message>
            <location filename="gui/batch/compare.py" />
            <source>Play</source>
            <translation>Abspielen</translation>
        </message>
        <message>
            <location filename="gui/batch/compare.py" />
            <source>Show the second again and again, or hold it</source>
            <translation>Die Sekunde immer wieder zeigen oder anhalten</translation>
        </message>
        <message>
            <location filename="gui/batch/drop_area.py" />
            <source>Drop videos, a folder or a saved list here</source>
            <translation>Videos, einen Ordner oder eine gespeicherte Liste hier ablegen</translation>
        </message>
        <message>
            <location filename="gui/batch/drop_area.py" />
            <source>Each gets another background and keeps its audio.
The videos themselves stay as they are.</source>
            <translation>Jedes bekommt einen anderen Hintergrund und behält seinen Ton.
Die Videos selbst bleiben, wie sie sind.</translation>
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>Interrupted when the program closed; it will continue where it was.</source>
            <translation>Vom Ende des Programms unterbrochen; geht weiter, wo es war.</translation>
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>MP4 (H.264)</source>
            <translation>MP4 (H.264)</translation>
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>Matroska (H.264)</source>
            <translation>Matroska (H.264)</translation>
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>WebM (VP9)</source>
            <translation>WebM (VP9)</translation>
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>Transparent, for editing (ProRes 4444)</source>
            <translation>Transparent, für den Schnitt (ProRes 4444)</translation>
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>Transparent, for the web (WebM)</source>
            <translation>Transparent, fürs Web (WebM)</translation>
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>As in the list it came from</source>
            <translation>Wie in der Liste, aus der es kommt</translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/jobs.py" />
            <source>{count} frames, {rate} fps</source>
            <translation>
                <numerusform>{count} Bild, {rate} fps</numerusform>
                <numerusform>{count} Bilder, {rate} fps</numerusform>
            </translation>
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>There are no videos in the folder {folder}.</source>
            <translation>Im Ordner {folder} sind keine Videos.</translation>
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>The file {file} is an image, not a video; if it shows the empty room, choose it as Plate.</source>
            <translation>Die Datei {file} ist ein Bild, kein Video; zeigt sie den leeren Raum, gehört sie in die Auswahl „Raumbild“.</translation>
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>The file {file} cannot be found.</source>
            <translation>Die Datei {file} ist nicht zu finden.</translation>
        </message>
        <message>
            <location filename="gui/batch/pictures.py" />
            <source>Plate: {name}</source>
            <translation>Raumbild: {name}</translation>
        </message>
        <message>
            <location filename="gui/batch/pictures.py" />
            <source>Background: none, transparent</source>
            <translation>Hintergrund: keiner, durchsichtig</translation>
        </message>
        <message>
            <location filename="gui/batch/pictures.py" />
            <source>Background: {name}</source>
            <translation>Hintergrund: {name}</translation>
        </message>
        <message>
            <location filename="gui/batch/queue.py" />
            <source>The list of videos cannot be saved in {folder}: {reason}; free some space there, or allow writing to it</source>
            <translation>Die Liste der Videos kann nicht in {folder} gespeichert werden: {reason}; dort Platz schaffen oder das Schreiben erlauben</translation>
        </message>
        <message>
            <location filename="gui/batch/runner.py" />
            <source>Another program is working on this video; try again when it is done.</source>
            <translation>Ein anderes Programm bearbeitet dieses Video; erneut versuchen, wenn es fertig ist.</translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/runner.py" />
            <source>Nothing was written ({count} of {total} frames were matted).</source>
            <translation>
                <numerusform>Es wurde nichts gespeichert ({count} von {total} Bild war fertig).</numerusform>
                <numerusform>Es wurde nichts gespeichert ({count} von {total} Bildern waren fertig).</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/runner.py" />
            <source>Nothing was written ({count} frames were matted).</source>
            <translation>
                <numerusform>Es wurde nichts gespeichert ({count} Bild war fertig).</numerusform>
                <numerusform>Es wurde nichts gespeichert ({count} Bilder waren fertig).</numerusform>
            </translation>
        </message>
        <message>
            <location filename="gui/batch/runner.py" />
            <source>Nothing was written.</source>
            <translation>Es wurde nichts gespeichert.</translation>
        </message>
        <message>
            <location filename="gui/batch/saved_list.py" />
            <source>The list of videos could not be read and is now empty; it was saved as {path}.</source>
            <translation>Die Liste der Videos war nicht lesbar und ist jetzt leer; die alte liegt unter {path}.</translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>Also write the &amp;alpha</source>
            <translation>&amp;Maske zusätzlich speichern</translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>A second, grey video: white where the person is</source>
            <translation>Ein zweites, graues Video: weiß, wo die Person ist</translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>&amp;Steady edges</source>
            <translation>Ruhige &amp;Kanten</translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>Average edges that stand still over some frames, so that they do not flicker</source>
            <translation>Stillstehende Kanten über einige Bilder mitteln, damit sie nicht flimmern</translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>Format</source>
            <translation>Format</translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>&amp;Plate</source>
            <translation>&amp;Raumbild</translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>&amp;Background</source>
            <translation>&amp;Hintergrund</translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>&amp;Format</source>
            <translation>&amp;Format</translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>Save &amp;to</source>
            <translation>&amp;Speichern in</translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>Edges are rough until the room is known; only people are kept.</source>
            <translation>Kanten sind grob, bis der Raum bekannt ist; nur Personen bleiben.</translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>The plate must show the same view as the video, without the people.</source>
            <translation>Das Raumbild muss dieselbe Ansicht wie das Video zeigen, ohne die Personen.</translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>A plate from the video works best if every part of the room is visible now and then.</source>
            <translation>Das Raumbild gelingt aus dem Video am besten, wenn jeder Teil des Raums hin und wieder zu sehen ist.</translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>Settings for {video}</source>
            <translation>Einstellungen für {video}</translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>&amp;Apply</source>
            <translation>Ü&amp;bernehmen</translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>Apply these settings to the video</source>
            <translation>Diese Einstellungen für das Video übernehmen</translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>Keep the settings unchanged</source>
            <translation>Einstellungen unverändert lassen</translation>
        </message>
        <message>
            <location filename="gui/batch/split_picture.py" />
            <source>Video and result</source>
            <translation>Video und Ergebnis</translation>
        </message>
        <message>
            <location filename="gui/batch/split_picture.py" />
            <source>Video and result, {share} video</source>
            <translation>Video und Ergebnis, {share} Video</translation>
        </message>
        <message>
            <location filename="gui/batch/split_picture.py" />
            <source>Drag, or press Left and Right, to move the line between video and result</source>
            <translation>Ziehen oder Pfeil links und rechts drücken, um die Linie zwischen Video und Ergebnis zu verschieben</translation>
        </message>
        <message>
            <location filename="gui/batch/split_picture.py" />
            <source>Video</source>
            <translation>Video</translation>
        </message>
        <message>
            <location filename="gui/batch/split_picture.py" />
            <source>Result</source>
            <translation>Ergebnis</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>You are live, so videos wait: they would slow your picture down. They resume when you stop.</source>
            <translation>Solange die Ausgabe läuft, warten die Videos: Sie würden das Livebild bremsen. Danach geht es weiter.</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Clear finished</source>
            <translation>Fertige entfernen</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Add videos …</source>
            <translation>Videos hinzufügen …</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Add folder …</source>
            <translation>Ordner hinzufügen …</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>The list {file} cannot be used: {reason}</source>
            <translation>Die Liste {file} ist nicht verwendbar: {reason}</translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/tab.py" />
            <source>{count} videos ask for a report, which only the command “matting-rt jobs” writes.</source>
            <translation>
                <numerusform>{count} Video verlangt einen Bericht, den nur der Befehl „matting-rt jobs“ schreibt.</numerusform>
                <numerusform>{count} Videos verlangen einen Bericht, den nur der Befehl „matting-rt jobs“ schreibt.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>{file} cannot be written: {reason}; choose another folder</source>
            <translation>{file} kann nicht geschrieben werden: {reason}; einen anderen Ordner wählen</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Saved. The command “matting-rt jobs {file}” runs the same list.</source>
            <translation>Gespeichert. Der Befehl „matting-rt jobs {file}“ bearbeitet dieselbe Liste.</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Add videos to the list</source>
            <translation>Videos zur Liste hinzufügen</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Add all videos in a folder to the list</source>
            <translation>Alle Videos eines Ordners zur Liste hinzufügen</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Save the list as a file, for matting-rt jobs too</source>
            <translation>Liste als Datei speichern, auch für matting-rt jobs</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Remove finished videos from the list; the files stay</source>
            <translation>Fertige Videos aus der Liste entfernen; die Dateien bleiben</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Start, pause or resume</source>
            <translation>Starten, anhalten oder fortsetzen</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Save the list …</source>
            <translation>Liste speichern …</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Progress of the whole list</source>
            <translation>Fortschritt der ganzen Liste</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>New videos</source>
            <translation>Neue Videos</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Edges, light wrap and model are taken from the settings when a video is added.</source>
            <translation>Kanten, Umgebungslicht und Modell werden beim Hinzufügen eines Videos aus den Einstellungen übernommen.</translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/tab.py" />
            <source>{count} videos are left from last time. Press Start to continue.</source>
            <translation>
                <numerusform>Ein Video ist vom letzten Mal übrig. Mit „Starten“ geht es weiter.</numerusform>
                <numerusform>{count} Videos sind vom letzten Mal übrig. Mit „Starten“ geht es weiter.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Start anyway</source>
            <translation>Trotzdem starten</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Videos are finished</source>
            <translation>Videos sind fertig</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Videos and lists of videos</source>
            <translation>Videos und Listen von Videos</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Add videos</source>
            <translation>Videos hinzufügen</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Add all videos in a folder</source>
            <translation>Alle Videos eines Ordners hinzufügen</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Lists of videos</source>
            <translation>Listen von Videos</translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Save the list of videos</source>
            <translation>Liste der Videos speichern</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>Waiting</source>
            <translation>Wartet</translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/words.py" />
            <source>{count} frames</source>
            <translation>
                <numerusform>{count} Bild</numerusform>
                <numerusform>{count} Bilder</numerusform>
            </translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{seconds} s</source>
            <translation>{seconds} s</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{minutes} min</source>
            <translation>{minutes} min</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{hours} h {minutes} min</source>
            <translation>{hours} h {minutes} min</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>From the video itself</source>
            <translation>Aus dem Video selbst</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>None: learn the room on the way</source>
            <translation>Keines: Raum unterwegs lernen</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>plate from the video</source>
            <translation>Raumbild aus dem Video</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>no plate</source>
            <translation>kein Raumbild</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>plate {file}</source>
            <translation>Raumbild {file}</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>with alpha</source>
            <translation>mit Maske</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>steady edges</source>
            <translation>ruhige Kanten</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>Paused</source>
            <translation>Angehalten</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>Paused at {share}</source>
            <translation>Angehalten bei {share}</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>Done: {result}</source>
            <translation>Fertig: {result}</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>Done</source>
            <translation>Fertig</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>Cancelled. {result}</source>
            <translation>Abgebrochen. {result}</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>Preparing the network; the first video of this size takes longest …</source>
            <translation>Das Netz wird vorbereitet; beim ersten Video dieser Größe dauert es am längsten …</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{rate} fps</source>
            <translation>{rate} fps</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{time} left</source>
            <translation>noch {time}</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>Video {number} of {count} in this run</source>
            <translation>Video {number} von {count} in diesem Durchgang</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>Done: {video}.</source>
            <translation>Fertig: {video}.</translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/words.py" />
            <source>{count} videos are done.</source>
            <translation>
                <numerusform>{count} Video ist fertig.</numerusform>
                <numerusform>{count} Videos sind fertig.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/words.py" />
            <source>{count} failed: {names}.</source>
            <translation>
                <numerusform>{count} ist fehlgeschlagen: {names}.</numerusform>
                <numerusform>{count} sind fehlgeschlagen: {names}.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>All videos were cancelled.</source>
            <translation>Alle Videos wurden abgebrochen.</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{count} cannot be read</source>
            <translation>{count} nicht lesbar</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{count} running</source>
            <translation>{count} in Arbeit</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{count} paused</source>
            <translation>{count} angehalten</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{count} waiting</source>
            <translation>{count} wartend</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{count} done</source>
            <translation>{count} fertig</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{count} failed</source>
            <translation>{count} fehlgeschlagen</translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{count} cancelled</source>
            <translation>{count} abgebrochen</translation>
        </message>
        <message>
            <location filename="gui/files.py" />
            <source>All files</source>
            <translation>Alle Dateien</translation>
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>First steps</source>
            <translation>Erste Schritte</translation>
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>Exit the guide</source>
            <translation>Einführung beenden</translation>
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>Set everything up yourself</source>
            <translation>Alles selbst einrichten</translation>
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>&amp;Back</source>
            <translation>&amp;Zurück</translation>
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>Previous step</source>
            <translation>Voriger Schritt</translation>
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>S&amp;kip</source>
            <translation>Ü&amp;berspringen</translation>
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>Skip this step</source>
            <translation>Diesen Schritt überspringen</translation>
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>&amp;Next</source>
            <translation>&amp;Weiter</translation>
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>Next step</source>
            <translation>Nächster Schritt</translation>
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>Step {number} of {count}</source>
            <translation>Schritt {number} von {count}</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Which camera do you use?</source>
            <translation>Welche Kamera soll es sein?</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Cameras</source>
            <translation>Kameras</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Your picture appears in the preview. Nobody else sees anything yet.</source>
            <translation>Das Bild erscheint in der Vorschau. Sonst sieht noch niemand etwas.</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>No camera was found. Plug one in and it appears here, or try everything with the sample scene.</source>
            <translation>Keine Kamera gefunden. Wird eine angeschlossen, erscheint sie hier; mit der Beispielszene lässt sich alles ausprobieren.</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Sample scene (rendered)</source>
            <translation>Beispielszene (gerendert)</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>The camera is open.</source>
            <translation>Die Kamera ist geöffnet.</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Show it your empty room</source>
            <translation>Den leeren Raum zeigen</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Step out of the frame once. After that, everything that is not your room is you, down to fine hair. You can skip this: your room is then learned while you move, and edges are rougher until it is known.</source>
            <translation>Einmal aus dem Bild treten. Danach gehört alles, was nicht Raum ist, zur Person, bis zum feinen Haar. Der Schritt lässt sich überspringen: der Raum wird dann bei Bewegung gelernt, und bis er bekannt ist, sind die Ränder gröber.</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Take the &amp;plate …</source>
            <translation>Raumbild auf&amp;nehmen …</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Step out of the frame when asked</source>
            <translation>Auf Aufforderung aus dem Bild treten</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Open a camera first.</source>
            <translation>Zuerst eine Kamera öffnen.</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Take another &amp;plate …</source>
            <translation>Neues Raumbild auf&amp;nehmen …</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>The plate: {state}</source>
            <translation>Das Raumbild: {state}</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Where would you like to be?</source>
            <translation>Wo soll es sein?</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Pick one, or drop your own images and videos here.</source>
            <translation>Einen Hintergrund wählen, oder eigene Bilder und Videos hierher ziehen.</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Let others see it</source>
            <translation>Andere zusehen lassen</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>&amp;Finish</source>
            <translation>&amp;Fertig</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>&amp;Start shared window</source>
            <translation>Fenster &amp;starten</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>&amp;Start virtual camera</source>
            <translation>&amp;Virtuelle Kamera starten</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>A window opens that shows what others are to see. Choose it when you share your screen.</source>
            <translation>Ein Fenster zeigt, was andere sehen sollen. Es wird beim Teilen des Bildschirms ausgewählt.</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Start the virtual camera, and choose “{name}” as your camera in the meeting. You can stop it at any time with the button below the picture.</source>
            <translation>Die virtuelle Kamera starten und in der Besprechung „{name}“ als Kamera wählen. Der Knopf unter dem Bild beendet sie jederzeit.</translation>
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Other programs see you through a virtual camera, and none is free on this computer yet.</source>
            <translation>Andere Programme bekommen das Bild über eine virtuelle Kamera. Auf diesem Computer ist noch keine frei.</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Beach</source>
            <translation>Strand</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Living room</source>
            <translation>Wohnzimmer</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Office</source>
            <translation>Büro</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Bookshelves</source>
            <translation>Bücherwand</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Window sill</source>
            <translation>Fensterbank</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Sunlit wall</source>
            <translation>Sonnige Wand</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Brick wall</source>
            <translation>Ziegelwand</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Wooden slats</source>
            <translation>Holzlamellen</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Curtain</source>
            <translation>Vorhang</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Studio</source>
            <translation>Studio</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Evening hills</source>
            <translation>Abendhügel</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Morning mist</source>
            <translation>Morgennebel</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Sea at dusk</source>
            <translation>Abendmeer</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Dunes</source>
            <translation>Dünen</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Misty forest</source>
            <translation>Wald im Nebel</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>City at dusk</source>
            <translation>Abendstadt</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>City lights</source>
            <translation>Stadtlichter</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Paper waves</source>
            <translation>Papierwellen</translation>
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Green screen</source>
            <translation>Greenscreen</translation>
        </message>
        <message>
            <location filename="gui/gallery/chooser.py" />
            <source>&amp;Add …</source>
            <translation>&amp;Hinzufügen …</translation>
        </message>
        <message>
            <location filename="gui/gallery/chooser.py" />
            <source>Add images or videos; you can also drop them here</source>
            <translation>Bilder oder Videos hinzufügen; sie lassen sich auch hierher ziehen</translation>
        </message>
        <message>
            <location filename="gui/gallery/chooser.py" />
            <source>Co&amp;lour …</source>
            <translation>F&amp;arbe …</translation>
        </message>
        <message>
            <location filename="gui/gallery/chooser.py" />
            <source>Use a plain colour as background</source>
            <translation>Vor einer einfachen Farbe stehen</translation>
        </message>
        <message>
            <location filename="gui/gallery/chooser.py" />
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <location filename="gui/gallery/chooser.py" />
            <source>Search the backgrounds</source>
            <translation>Hintergründe durchsuchen</translation>
        </message>
        <message>
            <location filename="gui/gallery/chooser.py" />
            <source>Shows only backgrounds whose names contain this text</source>
            <translation>Zeigt nur Hintergründe, deren Name diese Buchstaben enthält</translation>
        </message>
        <message>
            <location filename="gui/gallery/chooser.py" />
            <source>Folders, and the order of your own backgrounds</source>
            <translation>Ordner und Reihenfolge der eigenen Hintergründe</translation>
        </message>
        <message>
            <location filename="gui/gallery/chooser.py" />
            <source>Add a folder …</source>
            <translation>Ordner hinzufügen …</translation>
        </message>
        <message>
            <location filename="gui/gallery/chooser.py" />
            <source>No background has that name.</source>
            <translation>Kein Hintergrund heißt so.</translation>
        </message>
        <message>
            <location filename="gui/gallery/chooser.py" />
            <source>Add backgrounds</source>
            <translation>Hintergründe hinzufügen</translation>
        </message>
        <message>
            <location filename="gui/gallery/chooser.py" />
            <source>Add a folder of backgrounds</source>
            <translation>Ordner mit Hintergründen hinzufügen</translation>
        </message>
        <message>
            <location filename="gui/gallery/chooser.py" />
            <source>Strength</source>
            <translation>Stärke</translation>
        </message>
        <message>
            <location filename="gui/gallery/chooser.py" />
            <source>Strength of the blur</source>
            <translation>Stärke der Unschärfe</translation>
        </message>
        <message>
            <location filename="gui/gallery/collection.py" />
            <source>Rename</source>
            <translation>Umbenennen</translation>
        </message>
        <message>
            <location filename="gui/gallery/collection.py" />
            <source>Remove {background}</source>
            <translation>{background} entfernen</translation>
        </message>
        <message>
            <location filename="gui/gallery/collection.py" />
            <source>Move</source>
            <translation>Verschieben</translation>
        </message>
        <message>
            <location filename="gui/gallery/collection.py" />
            <source>Sort</source>
            <translation>Sortieren</translation>
        </message>
        <message>
            <location filename="gui/gallery/collection.py" />
            <source>Add a folder</source>
            <translation>Ordner hinzufügen</translation>
        </message>
        <message>
            <location filename="gui/gallery/folders.py" />
            <source>Remove the folder {folder} from the list; its files stay</source>
            <translation>Ordner {folder} aus der Liste nehmen; seine Dateien bleiben</translation>
        </message>
        <message>
            <location filename="gui/gallery/folders.py" />
            <source>Backgrounds in the folder {folder}</source>
            <translation>Hintergründe im Ordner {folder}</translation>
        </message>
        <message>
            <location filename="gui/gallery/folders.py" />
            <source>is no longer there</source>
            <translation>ist nicht mehr da</translation>
        </message>
        <message>
            <location filename="gui/gallery/folders.py" />
            <source>no pictures</source>
            <translation>keine Bilder</translation>
        </message>
        <message>
            <location filename="gui/gallery/gallery.py" />
            <source>Backgrounds</source>
            <translation>Hintergründe</translation>
        </message>
        <message>
            <location filename="gui/gallery/gallery.py" />
            <source>Move to the front</source>
            <translation>An den Anfang</translation>
        </message>
        <message>
            <location filename="gui/gallery/gallery.py" />
            <source>Move to the end</source>
            <translation>Ans Ende</translation>
        </message>
        <message>
            <location filename="gui/gallery/tile.py" />
            <source>Name of {background}</source>
            <translation>Name von {background}</translation>
        </message>
        <message>
            <location filename="gui/gallery/tiles.py" />
            <source>it is no longer there</source>
            <translation>nicht mehr vorhanden</translation>
        </message>
        <message>
            <location filename="gui/gallery/tiles.py" />
            <source>F2 renames it, Delete takes it out of the list</source>
            <translation>F2 benennt um, Entf nimmt aus der Liste</translation>
        </message>
        <message>
            <location filename="gui/gallery/tiles.py" />
            <source>A camera has no transparency. Others get plain green, which their program can make transparent (“chroma key”). Videos with real transparency are made in the tab Videos.</source>
            <translation>Eine Kamera kennt keine Transparenz. Andere bekommen reines Grün, das ihr Programm durchsichtig machen kann („Chroma-Key“). Videos mit echter Transparenz entstehen im Reiter „Videos“.</translation>
        </message>
        <message>
            <location filename="gui/gallery/unusable.py" />
            <source>{name} is no longer there; put it back, or choose another one</source>
            <translation>{name} ist nicht mehr da; die Datei zurücklegen oder einen anderen Hintergrund wählen</translation>
        </message>
        <message>
            <location filename="gui/gallery/unusable.py" />
            <source>{name} cannot be read; check its permissions</source>
            <translation>{name} lässt sich nicht lesen; die Zugriffsrechte der Datei prüfen</translation>
        </message>
        <message>
            <location filename="gui/gallery/unusable.py" />
            <source>{bad} of {count} files cannot be used: {files}</source>
            <translation>{bad} von {count} Dateien sind nicht verwendbar: {files}</translation>
        </message>
        <message>
            <location filename="gui/gallery/unusable.py" />
            <source>empty</source>
            <translation>leer</translation>
        </message>
        <message>
            <location filename="gui/gallery/unusable.py" />
            <source>too large</source>
            <translation>zu groß</translation>
        </message>
        <message>
            <location filename="gui/gallery/unusable.py" />
            <source>broken off</source>
            <translation>abgebrochen</translation>
        </message>
        <message>
            <location filename="gui/gallery/unusable.py" />
            <source>no video, or cut short</source>
            <translation>kein Video, oder abgebrochen</translation>
        </message>
        <message>
            <location filename="gui/gallery/unusable.py" />
            <source>no picture</source>
            <translation>kein Bild</translation>
        </message>
        <message>
            <location filename="gui/help/about.py" />
            <source>About Matting RT</source>
            <translation>Über Matting RT</translation>
        </message>
        <message>
            <location filename="gui/help/about.py" />
            <source>Licences</source>
            <translation>Lizenzen</translation>
        </message>
        <message>
            <location filename="gui/help/about.py" />
            <source>Back</source>
            <translation>Zurück</translation>
        </message>
        <message>
            <location filename="gui/help/about.py" />
            <source>This package comes without the text of its licence: {licence}.</source>
            <translation>Diesem Paket liegt der Text seiner Lizenz nicht bei: {licence}.</translation>
        </message>
        <message>
            <location filename="gui/help/about.py" />
            <source>Puts you in front of any background, live, down to fine hair. All of it happens on this computer.</source>
            <translation>Stellt Menschen vor jeden Hintergrund, live und bis in die Haarspitzen. Alles geschieht auf diesem Computer.</translation>
        </message>
        <message>
            <location filename="gui/help/about.py" />
            <source>Check for updates</source>
            <translation>Nach neuer Version fragen</translation>
        </message>
        <message>
            <location filename="gui/help/about.py" />
            <source>Asks {host} over the internet for the number of the newest version, once, and sends nothing else. The program never asks by itself.</source>
            <translation>Fragt {host} einmal über das Internet nach der Nummer der neuesten Version und sendet sonst nichts. Von selbst fragt das Programm nie.</translation>
        </message>
        <message>
            <location filename="gui/help/about.py" />
            <source>This copy does not say where newer versions can be found. The program never asks by itself.</source>
            <translation>Für diese Ausgabe des Programms ist nicht angegeben, wo es neuere Versionen gibt. Von selbst fragt das Programm nie.</translation>
        </message>
        <message>
            <location filename="gui/help/about.py" />
            <source>Asking …</source>
            <translation>Wird gefragt …</translation>
        </message>
        <message>
            <location filename="gui/help/about.py" />
            <source>The program is free software under the &lt;a href='{link}'&gt;MIT licence&lt;/a&gt;; the network that finds people is under Apache-2.0. This window uses PyQt6, which is under the GPL, version 3: who passes on the program with its window passes on the whole under that.</source>
            <translation>Das Programm ist freie Software unter der &lt;a href='{link}'&gt;MIT-Lizenz&lt;/a&gt;; das Netz, das Menschen findet, steht unter Apache-2.0. Dieses Fenster benutzt PyQt6, das unter der GPL, Version 3, steht: Wer das Programm mit seinem Fenster weitergibt, gibt das Ganze unter dieser weiter.</translation>
        </message>
        <message>
            <location filename="gui/help/dialog.py" />
            <source>Help</source>
            <translation>Hilfe</translation>
        </message>
        <message>
            <location filename="gui/help/dialog.py" />
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <location filename="gui/help/dialog.py" />
            <source>Words</source>
            <translation>Begriffe</translation>
        </message>
        <message>
            <location filename="gui/help/dialog.py" />
            <source>Something is wrong</source>
            <translation>Etwas stimmt nicht</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>A picture of your room without you. The program compares every frame with it. That is why it finds single hairs and what you hold, and needs no green screen.</source>
            <translation>Ein Bild des leeren Raums. Mit ihm vergleicht das Programm jedes Bild; deshalb sieht es einzelne Haare und was jemand in der Hand hält und braucht keinen Greenscreen.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>What appears behind you: a picture, a video, a colour, or your own room, blurred. You can rename your own files (F2), move them (drag them, or press Alt and an arrow key), and remove them from the list (Delete). A folder that you add shows all pictures and videos in it.</source>
            <translation>Das, wovor man steht: ein Bild, ein Video, eine Farbe oder der eigene Raum, unscharf. Eigene Dateien behalten ihren Platz in der Liste: F2 benennt um, Alt mit einer Pfeiltaste oder die Maus verschiebt, Entf nimmt heraus. Ein hinzugefügter Ordner zeigt, was an Bildern und Videos in ihm liegt.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Virtual camera</source>
            <translation>Virtuelle Kamera</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>A camera that exists only in this computer. Choose it in your meeting program instead of the real one: it shows what this program sends.</source>
            <translation>Eine Kamera, die es nur in diesem Computer gibt. Im Besprechungsprogramm wird sie anstelle der echten gewählt und zeigt, was dieses Programm sendet.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Placeholder</source>
            <translation>Platzhalter</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>What others see while there is nothing else to show: a blurred plate with a line of text, never the camera's picture.</source>
            <translation>Was andere sehen, solange nichts anderes gezeigt werden darf: das unscharfe Raumbild mit einer Zeile Text, nie der Raum selbst.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Alpha</source>
            <translation>Maske</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>How much of each pixel is you: white is you, black is the room, and grey is hair or a soft edge.</source>
            <translation>Wie weit jeder Bildpunkt zur Person gehört: Weiß ist die Person, Schwarz der Raum, Grau ein Haar oder ein weicher Rand.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Keep</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>What stays in the picture: people and what they hold, or everything that was not there before.</source>
            <translation>Was im Bild bleibt: Menschen und was sie halten, oder alles, was vorher nicht da war.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Quality</source>
            <translation>Qualität</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>The size of the picture that the network sees, and how many edges are refined. Automatic picks the best that this computer can do without dropping frames.</source>
            <translation>Wie groß das Bild ist, das das Netz sieht, und wie viele Ränder verfeinert werden. Automatisch heißt: das Beste, was dieser Computer schafft, ohne Bilder auszulassen.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Videos from files</source>
            <translation>Videos aus Dateien</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Drop videos, folders or a saved list on the tab Videos. Try one second previews the result: left of the line is the video, right of it the result. To change the order, drag videos, or press Alt and the up or down arrow. A list that is saved as a file can be run by the command matting-rt jobs, too.</source>
            <translation>Auf der Seite Videos lassen sich Videos, Ordner oder eine gespeicherte Liste ablegen. „1 s probieren“ zeigt, was aus einem Video wird: links der Linie ist das Video, rechts davon das Ergebnis. Videos lassen sich in die Reihenfolge ziehen, in der sie bearbeitet werden, auch mit Alt und Pfeil auf oder ab. Als Datei gespeichert, wird die Liste auch vom Befehl matting-rt jobs bearbeitet.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>My edges are rough</source>
            <translation>Die Kanten sind grob</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Your room is not known yet, so you are cut out without it. It is learned while you move; the ring on the picture shows how much is known. To have all of it at once, take the plate.</source>
            <translation>Der Raum ist noch nicht bekannt: Personen werden dann ohne ihn ausgeschnitten. Er wird gelernt, während man sich bewegt; ein Ring auf dem Bild zeigt, wie weit das ist. Mit einem Raumbild ist er sofort ganz bekannt.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>I am in the wrong place, or too large</source>
            <translation>Ich stehe an der falschen Stelle oder bin zu groß</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Drag in the picture to move yourself, turn the wheel with Ctrl to become larger or smaller, and double click to reset both. By keys, once the picture has the focus: the arrows (with Shift, further), + and −, and 0.</source>
            <translation>Ziehen im Bild verschiebt die Person, Strg und Mausrad machen sie größer oder kleiner, ein Doppelklick setzt beides zurück. Mit Tasten, sobald das Bild den Fokus hat: Pfeiltasten (mit Umschalt weiter), + und −, und 0.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Parts of my room can be seen</source>
            <translation>Teile des Raums sind zu sehen</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Take a new plate: step out of the picture, leave everything else as it will be, and do not move the camera afterwards. Lamps and daylight may change; what you move will be learned once it stands still.</source>
            <translation>Das Raumbild neu aufnehmen: aus dem Bild gehen, alles andere lassen, wie es sein wird, und danach die Kamera nicht mehr bewegen. Lampen und Tageslicht dürfen sich ändern; was verrückt wird, lernt das Programm, sobald es stillsteht.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>There are holes in me</source>
            <translation>Die Person hat Löcher</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Your clothes look like the wall behind you. It helps most to have more light on you than on the wall, or to wear another colour.</source>
            <translation>Die Kleidung sieht aus wie die Wand dahinter. Mehr Licht auf der Person als auf der Wand hilft am meisten, ebenso Kleidung in einer anderen Farbe.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>My meeting program does not show the virtual camera</source>
            <translation>Das Besprechungsprogramm zeigt die virtuelle Kamera nicht</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Start it here first, then choose it there; some programs list cameras only when they start. Where this computer has no virtual camera, set one up (Virtual camera in the menu), or share the window “Picture only” instead.</source>
            <translation>Zuerst hier starten, dann dort auswählen; manche Programme suchen Kameras nur bei ihrem Start. Wo der Computer keine virtuelle Kamera hat, lässt sie sich einrichten („Virtuelle Kamera“ im Menü), oder es wird stattdessen das Fenster „Nur das Bild“ geteilt.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>The picture is not smooth</source>
            <translation>Das Bild ruckelt</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>The figures of the last minute (F9) show what is too slow. Choose a smaller camera size, or a lower quality. Processing videos at the same time slows the picture down, too.</source>
            <translation>Die Werte der letzten Minute (F9) nennen, was begrenzt. Eine kleinere Größe der Kamera oder eine niedrigere Qualität wählen. Ein Video, das gleichzeitig entsteht, beansprucht den halben Computer.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>The camera is in use by another program</source>
            <translation>Die Kamera wird von einem anderen Programm benutzt</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Only one program can use a camera at a time. Close the other one, or choose the virtual camera there.</source>
            <translation>Eine Kamera kann nur ein Programm haben. Das andere schließen, oder dort die virtuelle Kamera wählen.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>I want to undo a change</source>
            <translation>Eine Änderung soll zurückgenommen werden</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Ctrl+Z undoes the last change of a setting, a background or a name, and Ctrl+Shift+Z redoes it. Neither ever changes which camera is used or who sees you.</source>
            <translation>Strg+Z nimmt die letzte Änderung einer Einstellung, eines Hintergrunds oder eines Namens zurück, Strg+Umschalt+Z stellt sie wieder her. Welche Kamera benutzt wird und wer das Bild sieht, ändert sich dadurch nie.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>My recording has no sound</source>
            <translation>Meine Aufnahme hat keinen Ton</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Choose a microphone in Output before you record; the bar below the buttons shows how loud it hears you. It is open only while you record. Where it was unplugged, the recording goes on with silence until it is back.</source>
            <translation>Vor der Aufnahme unter Ausgabe ein Mikrofon wählen; der Balken unter den Knöpfen zeigt, wie laut es hört. Es ist nur während einer Aufnahme offen. Wurde es abgezogen, läuft die Aufnahme ohne Ton weiter, bis es wieder da ist.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>I want to pause or record while another window is in front</source>
            <translation>Anhalten oder aufzeichnen, während ein anderes Fenster vorn ist</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Turn on the keys that work in every program (settings, Keys). If your desktop offers no global keys to programs, that page lists commands for the desktop's own keyboard settings.</source>
            <translation>Die Tasten einschalten, die in jedem Programm wirken (Einstellungen, Tasten). Wo der Desktop Programmen keine gibt, stehen auf dieser Seite Befehle, die seine Tastenkürzel-Einstellungen ausführen können.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>I cannot find a setting</source>
            <translation>Eine Einstellung ist nicht zu finden</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Type part of its name into the search field of the settings (Ctrl+F there). It searches all pages.</source>
            <translation>Ein Wort davon in die Suche der Einstellungen eingeben (dort Strg+F). Sie durchsucht alle Seiten.</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>I want to report a problem</source>
            <translation>Einen Fehler melden</translation>
        </message>
        <message>
            <location filename="gui/help/topics.py" />
            <source>Copy the diagnostics (in the menu) into your report. Nothing is ever sent by the program itself.</source>
            <translation>Die Diagnose (im Menü) in den Bericht kopieren. Das Programm selbst sendet nie etwas.</translation>
        </message>
        <message>
            <location filename="gui/help/update_check.py" />
            <source>{host} could not be reached: {reason}</source>
            <translation>{host} konnte nicht gefragt werden: {reason}</translation>
        </message>
        <message>
            <location filename="gui/help/update_check.py" />
            <source>The answer contains no version.</source>
            <translation>Die Antwort nennt keine Version.</translation>
        </message>
        <message>
            <location filename="gui/help/update_check.py" />
            <source>There is a newer version: {newest}. This is {own}.</source>
            <translation>Es gibt eine neuere Version: {newest}. Dies ist {own}.</translation>
        </message>
        <message>
            <location filename="gui/help/update_check.py" />
            <source>This is the newest version.</source>
            <translation>Dies ist die neueste Version.</translation>
        </message>
        <message>
            <location filename="gui/live/comparison.py" />
            <source>The camera's picture</source>
            <translation>Das Bild der Kamera</translation>
        </message>
        <message>
            <location filename="gui/live/comparison.py" />
            <source>{view}: only you see this</source>
            <translation>{view}: nur hier zu sehen</translation>
        </message>
        <message>
            <location filename="gui/live/comparison.py" />
            <source>Camera</source>
            <translation>Kamera</translation>
        </message>
        <message>
            <location filename="gui/live/comparison.py" />
            <source>Before and after, {share} before</source>
            <translation>Vorher und nachher, {share} vorher</translation>
        </message>
        <message>
            <location filename="gui/live/comparison.py" />
            <source>Left: the camera. Right: what others see. Drag, or use the arrow keys</source>
            <translation>Links die Kamera, rechts was andere sehen. Ziehen oder Pfeiltasten</translation>
        </message>
        <message>
            <location filename="gui/live/controller.py" />
            <source>Opening the camera …</source>
            <translation>Die Kamera wird geöffnet …</translation>
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>Hold to see what the camera sees</source>
            <translation>Gedrückt halten, um zu sehen, was die Kamera sieht</translation>
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>Hold to see the matte: white = detected as person</source>
            <translation>Gedrückt halten, um die Maske zu sehen: weiß = als Person erkannt</translation>
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>Foreground</source>
            <translation>Person</translation>
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>Hold to see you alone</source>
            <translation>Gedrückt halten, um nur die Person zu sehen</translation>
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>Difference</source>
            <translation>Differenz</translation>
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>Hold to see the difference between the frame and the plate</source>
            <translation>Gedrückt halten, um den Unterschied zwischen Kamerabild und Raumbild zu sehen</translation>
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>{help} (hold {key}); others do not see it</source>
            <translation>{help} (Taste {key}); andere sehen es nicht</translation>
        </message>
        <message>
            <location filename="gui/live/notice_bar.py" />
            <source>What to do</source>
            <translation>Abhilfe</translation>
        </message>
        <message>
            <location filename="gui/live/notice_bar.py" />
            <source>What to do about it</source>
            <translation>Was dagegen zu tun ist</translation>
        </message>
        <message>
            <location filename="gui/live/notice_bar.py" />
            <source>Close this message</source>
            <translation>Diese Meldung schließen</translation>
        </message>
        <message>
            <location filename="gui/live/output_window.py" />
            <source>Matting RT – share this window</source>
            <translation>Matting RT – dieses Fenster teilen</translation>
        </message>
        <message>
            <location filename="gui/live/output_window.py" />
            <source>Live picture; q or Escape closes it</source>
            <translation>Livebild; Q oder Esc schließt es</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>It is also retried automatically every few seconds</source>
            <translation>Es wird auch alle paar Sekunden von selbst versucht</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Use the sample scene</source>
            <translation>Beispielszene verwenden</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>A rendered person in a painted room, to try everything without a camera</source>
            <translation>Eine gerenderte Person in einem gemalten Raum, um alles ohne Kamera auszuprobieren</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Stop shared window</source>
            <translation>Fenster zum Teilen schließen</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Stop virtual camera</source>
            <translation>Virtuelle Kamera beenden</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Set up virtual camera …</source>
            <translation>Virtuelle Kamera einrichten …</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Start shared window</source>
            <translation>Fenster zum Teilen öffnen</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Start virtual camera</source>
            <translation>Virtuelle Kamera starten</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>The virtual camera “{name}” is there now.</source>
            <translation>Die virtuelle Kamera „{name}“ ist jetzt da.</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Others no longer see you</source>
            <translation>Andere sehen dann nichts mehr</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Others see you in front of your background</source>
            <translation>Andere sehen das Bild mit dem gewählten Hintergrund</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>The camera is not open yet</source>
            <translation>Die Kamera ist noch nicht geöffnet</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Choose a camera first</source>
            <translation>Zuerst eine Kamera wählen</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Saved {file}</source>
            <translation>Gespeichert: {file}</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Open folder</source>
            <translation>Ordner öffnen</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Your picture appears here</source>
            <translation>Hier erscheint das Bild</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>No camera is on</source>
            <translation>Keine Kamera ist an</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Choose one, or try everything with the sample scene.</source>
            <translation>Eine wählen, oder mit der Beispielszene alles ausprobieren.</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>The camera is off while nobody sees it</source>
            <translation>Die Kamera ist aus, solange sie niemand sieht</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Preparing the network …</source>
            <translation>Das Netz wird vorbereitet …</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>A few seconds; the first time longer, because the speed of this computer is measured.</source>
            <translation>Einige Sekunden; beim ersten Mal länger, weil die Geschwindigkeit dieses Computers gemessen wird.</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>The camera cannot be used</source>
            <translation>Die Kamera ist nicht nutzbar</translation>
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>The picture cannot be shown</source>
            <translation>Das Bild lässt sich nicht zeigen</translation>
        </message>
        <message>
            <location filename="gui/live/placing.py" />
            <source>Drag to place yourself, Ctrl and the wheel for your size, double click to reset (arrow keys, + − 0)</source>
            <translation>Ziehen ändert die Position, Strg und Mausrad die Größe, Doppelklick setzt beides zurück (Pfeiltasten, + − 0)</translation>
        </message>
        <message>
            <location filename="gui/live/placing.py" />
            <source>Position</source>
            <translation>Position</translation>
        </message>
        <message>
            <location filename="gui/live/placing.py" />
            <source>Reset size and position</source>
            <translation>Größe und Position zurücksetzen</translation>
        </message>
        <message>
            <location filename="gui/live/preview.py" />
            <source>Preview</source>
            <translation>Vorschau</translation>
        </message>
        <message>
            <location filename="gui/live/recorder.py" />
            <source>Record what others see to a video file</source>
            <translation>Was andere sehen, als Videodatei aufnehmen</translation>
        </message>
        <message>
            <location filename="gui/live/recorder.py" />
            <source>Leave out of the recording what happens until you resume; the video has no gap</source>
            <translation>Bis zum Fortsetzen auslassen, was geschieht; das Video hat keine Lücke</translation>
        </message>
        <message>
            <location filename="gui/live/recorder.py" />
            <source>Save what others see as a picture</source>
            <translation>Als Bild speichern, was andere sehen</translation>
        </message>
        <message>
            <location filename="gui/live/recorder.py" />
            <source>Stop recording</source>
            <translation>Aufnahme beenden</translation>
        </message>
        <message>
            <location filename="gui/live/recorder.py" />
            <source>Resume recording</source>
            <translation>Aufnahme fortsetzen</translation>
        </message>
        <message>
            <location filename="gui/live/recorder.py" />
            <source>Paused {progress}</source>
            <translation>Angehalten {progress}</translation>
        </message>
        <message>
            <location filename="gui/live/recorder.py" />
            <source>REC {progress}</source>
            <translation>REC {progress}</translation>
        </message>
        <message>
            <location filename="gui/live/recorder.py" />
            <source>The folder {folder} cannot be created: {reason}; choose another one</source>
            <translation>Der Ordner {folder} lässt sich nicht anlegen: {reason}; bitte einen anderen wählen</translation>
        </message>
        <message>
            <location filename="gui/live/recorder.py" />
            <source>{size} MB</source>
            <translation>{size} MB</translation>
        </message>
        <message>
            <location filename="gui/live/recorder.py" />
            <source>{size} GB</source>
            <translation>{size} GB</translation>
        </message>
        <message>
            <location filename="gui/live/remedies.py" />
            <source>Choose another camera</source>
            <translation>Andere Kamera wählen</translation>
        </message>
        <message>
            <location filename="gui/live/remedies.py" />
            <source>Choose another model …</source>
            <translation>Anderes Modell wählen …</translation>
        </message>
        <message>
            <location filename="gui/live/remedies.py" />
            <source>Choose another background</source>
            <translation>Anderen Hintergrund wählen</translation>
        </message>
        <message>
            <location filename="gui/live/remedies.py" />
            <source>Choose another microphone</source>
            <translation>Anderes Mikrofon wählen</translation>
        </message>
        <message>
            <location filename="gui/live/remedies.py" />
            <source>Choose another folder …</source>
            <translation>Anderen Ordner wählen …</translation>
        </message>
        <message>
            <location filename="gui/live/remedies.py" />
            <source>Set up …</source>
            <translation>Einrichten …</translation>
        </message>
        <message>
            <location filename="gui/live/remedies.py" />
            <source>Share a window instead</source>
            <translation>Stattdessen ein Fenster teilen</translation>
        </message>
        <message>
            <location filename="gui/live/rough_edges.py" />
            <source>Take plate</source>
            <translation>Raumbild aufnehmen</translation>
        </message>
        <message>
            <location filename="gui/live/rough_edges.py" />
            <source>Step out of the frame to capture your empty room</source>
            <translation>Aus dem Bild treten und den leeren Raum aufnehmen</translation>
        </message>
        <message>
            <location filename="gui/live/rough_edges.py" />
            <source>{share} of the room is known</source>
            <translation>{share} des Raums sind bekannt</translation>
        </message>
        <message>
            <location filename="gui/live/session_jobs.py" />
            <source>Loading …</source>
            <translation>Wird geladen …</translation>
        </message>
        <message>
            <location filename="gui/live/session_jobs.py" />
            <source>Painting the sample scene …</source>
            <translation>Die Beispielszene wird gemalt …</translation>
        </message>
        <message>
            <location filename="gui/live/session_jobs.py" />
            <source>The recording stopped with the camera and was saved as {file}.</source>
            <translation>Die Aufnahme endete mit der Kamera und wurde als {file} gespeichert.</translation>
        </message>
        <message>
            <location filename="gui/live/session_jobs.py" />
            <source>Nothing was recorded: it was stopped before a picture came.</source>
            <translation>Es wurde nichts aufgenommen: Das Ende kam vor dem ersten Bild.</translation>
        </message>
        <message>
            <location filename="gui/live/stats_panel.py" />
            <source>Frames per second: {rate} sent, {matted} new</source>
            <translation>Bilder je Sekunde: {rate} ausgegeben, {matted} neu</translation>
        </message>
        <message>
            <location filename="gui/live/stats_panel.py" />
            <source>Delay: {time} ms; above {limit} ms (dashed), lips and voice are out of sync</source>
            <translation>Verzögerung: {time} ms; ab {limit} ms (gestrichelt) laufen Lippen und Stimme auseinander</translation>
        </message>
        <message>
            <location filename="gui/live/stats_panel.py" />
            <source>Known of your room: {share}</source>
            <translation>Vom Raum bekannt: {share}</translation>
        </message>
        <message>
            <location filename="gui/live/stats_panel.py" />
            <source>A graph of the last minute</source>
            <translation>Verlauf der letzten Minute</translation>
        </message>
        <message>
            <location filename="gui/live/stats_panel.py" />
            <source>Figures appear once a camera is on.</source>
            <translation>Werte erscheinen, sobald eine Kamera läuft.</translation>
        </message>
        <message>
            <location filename="gui/live/stats_panel.py" />
            <source>There is no new picture at the moment; the line below says why.</source>
            <translation>Zurzeit gibt es kein neues Bild; die Zeile darunter nennt den Grund.</translation>
        </message>
        <message>
            <location filename="gui/live/stats_panel.py" />
            <source>Fewer pictures are made to save power: nobody else sees them, and the window is idle.</source>
            <translation>Absichtlich entstehen nur wenige Bilder, um Strom zu sparen: niemand sieht sie, und niemand bedient das Fenster.</translation>
        </message>
        <message>
            <location filename="gui/live/stats_panel.py" />
            <source>The processor is the bottleneck: {share} of the camera's frames are dropped. A smaller camera size, a lower quality or fewer other programs help.</source>
            <translation>Der Prozessor begrenzt: {share} der Kamerabilder werden ausgelassen. Eine kleinere Größe der Kamera, eine niedrigere Qualität oder weniger gleichzeitige Programme helfen.</translation>
        </message>
        <message>
            <location filename="gui/live/stats_panel.py" />
            <source>The camera is the bottleneck: it sends {rate} of {asked} frames per second. Many cameras slow down in little light; more light helps, or a smaller size.</source>
            <translation>Die Kamera begrenzt: sie liefert {rate} von {asked} Bildern je Sekunde. Bei wenig Licht werden viele Kameras langsamer; mehr Licht oder eine kleinere Größe hilft.</translation>
        </message>
        <message>
            <location filename="gui/live/stats_panel.py" />
            <source>The delay is long; a lower quality or a smaller size of the camera shortens it.</source>
            <translation>Die Verzögerung ist lang; eine niedrigere Qualität oder eine kleinere Größe der Kamera verkürzt sie.</translation>
        </message>
        <message>
            <location filename="gui/live/stats_panel.py" />
            <source>There is no bottleneck: every frame of the camera is shown.</source>
            <translation>Nichts begrenzt: jedes Kamerabild wird gezeigt.</translation>
        </message>
        <message>
            <location filename="gui/live/status_line.py" />
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <location filename="gui/live/status_line.py" />
            <source>What others see is being recorded; stop it</source>
            <translation>Was andere sehen, wird aufgenommen; Aufnahme beenden</translation>
        </message>
        <message>
            <location filename="gui/live/status_line.py" />
            <source>New composites per second; in between, the last one is sent again</source>
            <translation>Neue Bilder pro Sekunde; dazwischen wird das letzte noch einmal gesendet</translation>
        </message>
        <message>
            <location filename="gui/live/status_line.py" />
            <source>Delay from the camera to the output</source>
            <translation>Verzögerung von der Kamera bis zur Ausgabe</translation>
        </message>
        <message>
            <location filename="gui/live/status_line.py" />
            <source>Quality level of the matting</source>
            <translation>Qualitätsstufe des Freistellens</translation>
        </message>
        <message>
            <location filename="gui/live/status_line.py" />
            <source>How much of your empty room is known; there, you are cut out down to fine hair</source>
            <translation>Wie viel vom leeren Raum bekannt ist; dort wird bis ins feine Haar ausgeschnitten</translation>
        </message>
        <message>
            <location filename="gui/live/status_line.py" />
            <source>{time} ms</source>
            <translation>{time} ms</translation>
        </message>
        <message>
            <location filename="gui/live/status_line.py" />
            <source>quality {level}</source>
            <translation>Qualität: {level}</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>No camera: choose one first</source>
            <translation>Keine Kamera: zuerst eine wählen</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Opening the camera</source>
            <translation>Kamera wird geöffnet</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Preview only: nobody else sees you</source>
            <translation>Nur Vorschau: sonst sieht niemand etwas</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Taking a plate</source>
            <translation>Raumbild wird aufgenommen</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Camera lost</source>
            <translation>Kamera verloren</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Preparing the network</source>
            <translation>Das Netz wird vorbereitet</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Matting failed</source>
            <translation>Freistellen fehlgeschlagen</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Too dark to separate you from the room</source>
            <translation>Zu dunkel, um Person und Raum zu trennen</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Output lost</source>
            <translation>Ausgabe verloren</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>known</source>
            <translation>bekannt</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>learning</source>
            <translation>wird gelernt</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Edges are rough where your room is not known yet. Move aside for a moment, or take a plate.</source>
            <translation>Kanten sind grob, wo der Raum noch nicht bekannt ist. Kurz zur Seite treten oder ein Raumbild aufnehmen.</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>learning again</source>
            <translation>wird neu gelernt</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>The camera, the light or the room has changed. Edges are rough until the room is known again.</source>
            <translation>Kamera, Licht oder Raum haben sich geändert. Kanten sind grob, bis der Raum wieder bekannt ist.</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Rough edges: your room is not known yet – step aside or just move</source>
            <translation>Grobe Kanten: Der Raum ist noch nicht bekannt – kurz zur Seite gehen oder sich einfach bewegen</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Rough edges: the camera, the light or the room has changed – it is learned again</source>
            <translation>Grobe Kanten: Kamera, Licht oder Raum haben sich geändert – der Raum wird neu gelernt</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>being taken</source>
            <translation>wird aufgenommen</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Stay out of the frame. Others see a placeholder meanwhile.</source>
            <translation>Nicht ins Bild treten. Andere sehen derweil einen Platzhalter.</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Preview only, at a low rate to save power until you move the mouse</source>
            <translation>Nur Vorschau, mit wenigen Bildern, um Strom zu sparen, bis sich die Maus bewegt</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>{state}: {reason}</source>
            <translation>{state}: {reason}</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>{state} (others see a placeholder)</source>
            <translation>{state} (andere sehen einen Platzhalter)</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>{state}, {share} known</source>
            <translation>{state}, {share} bekannt</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Room known</source>
            <translation>Raum bekannt</translation>
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Learning your room, {share} known</source>
            <translation>Raum wird gelernt, {share} bekannt</translation>
        </message>
        <message>
            <location filename="gui/look/command_box.py" />
            <source>Copy the command</source>
            <translation>Befehl kopieren</translation>
        </message>
        <message>
            <location filename="gui/look/command_box.py" />
            <source>Paste it into a terminal; this window notices when it is done</source>
            <translation>In ein Terminal einfügen; dieses Fenster bemerkt, wenn es getan ist</translation>
        </message>
        <message>
            <location filename="gui/look/command_box.py" />
            <source>Copied</source>
            <translation>Kopiert</translation>
        </message>
        <message>
            <location filename="gui/look/language.py" />
            <source>{text} ({keys})</source>
            <translation>{text} ({keys})</translation>
        </message>
        <message>
            <location filename="gui/look/language.py" />
            <source>{number}%</source>
            <translation>{number} %</translation>
        </message>
        <message>
            <location filename="gui/look/split_handle.py" />
            <source>Left and Right move it, a double click puts it in the middle</source>
            <translation>Links und Rechts verschieben ihn, ein Doppelklick setzt ihn in die Mitte</translation>
        </message>
        <message>
            <location filename="gui/panels/background.py" />
            <source>Ad&amp;just edge and position</source>
            <translation>Kante und &amp;Position anpassen</translation>
        </message>
        <message>
            <location filename="gui/panels/background.py" />
            <source>Show or hide light wrap, edge, size and position</source>
            <translation>Umgebungslicht, Kante, Größe und Position ein- oder ausblenden</translation>
        </message>
        <message>
            <location filename="gui/panels/background.py" />
            <source>Restore defaults</source>
            <translation>Standardwerte wiederherstellen</translation>
        </message>
        <message>
            <location filename="gui/panels/background.py" />
            <source>Restores the defaults of light, edge, size and position</source>
            <translation>Stellt die Standardwerte von Licht, Kante, Größe und Position wieder her</translation>
        </message>
        <message>
            <location filename="gui/panels/base.py" />
            <source>Show {panel}</source>
            <translation>{panel} zeigen</translation>
        </message>
        <message>
            <location filename="gui/panels/base.py" />
            <source>Show or hide what is in {panel}</source>
            <translation>„{panel}“ ein- oder ausblenden</translation>
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>Sample scene</source>
            <translation>Beispielszene</translation>
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>&amp;Device</source>
            <translation>&amp;Gerät</translation>
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>The camera to use</source>
            <translation>Die verwendete Kamera</translation>
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>&amp;Hold exposure and focus</source>
            <translation>&amp;Belichtung und Fokus halten</translation>
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>Frames per second</source>
            <translation>Bilder pro Sekunde</translation>
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>Rate</source>
            <translation>Bildrate</translation>
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>&amp;Size</source>
            <translation>G&amp;röße</translation>
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>Frame size of the camera; larger frames take more time</source>
            <translation>Bildgröße der Kamera; größere Bilder brauchen mehr Zeit</translation>
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>Off</source>
            <translation>Aus</translation>
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>{camera} (not connected)</source>
            <translation>{camera} (nicht angeschlossen)</translation>
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>cannot be used</source>
            <translation>nicht nutzbar</translation>
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>off</source>
            <translation>aus</translation>
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>none connected</source>
            <translation>keine angeschlossen</translation>
        </message>
        <message>
            <location filename="gui/panels/microphone.py" />
            <source>No sound</source>
            <translation>Kein Ton</translation>
        </message>
        <message>
            <location filename="gui/panels/microphone.py" />
            <source>Default microphone</source>
            <translation>Standardmikrofon</translation>
        </message>
        <message>
            <location filename="gui/panels/microphone.py" />
            <source>{microphone} (not connected)</source>
            <translation>{microphone} (nicht angeschlossen)</translation>
        </message>
        <message>
            <location filename="gui/panels/microphone.py" />
            <source>Level of the microphone</source>
            <translation>Pegel des Mikrofons</translation>
        </message>
        <message>
            <location filename="gui/panels/microphone.py" />
            <source>How loud the microphone hears you; it is open only while you record</source>
            <translation>Wie laut das Mikrofon hört; es ist nur während einer Aufnahme offen</translation>
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>Output</source>
            <translation>Ausgabe</translation>
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>Send &amp;to</source>
            <translation>&amp;Senden an</translation>
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>Choose the virtual camera in the meeting like a real one, or share the window there</source>
            <translation>In der Besprechung die virtuelle Kamera wie eine echte wählen, oder dort das Fenster teilen</translation>
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>&amp;Mirror my preview</source>
            <translation>Eigene &amp;Vorschau spiegeln</translation>
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>Mi&amp;crophone</source>
            <translation>Mikro&amp;fon</translation>
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>Whose sound is recorded; it is open only while you record, and no meeting hears it</source>
            <translation>Wessen Ton aufgenommen wird; es ist nur während einer Aufnahme offen, und keine Besprechung hört es</translation>
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>A window to share</source>
            <translation>Ein Fenster zum Teilen</translation>
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>others see you</source>
            <translation>für andere sichtbar</translation>
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>no virtual camera</source>
            <translation>keine virtuelle Kamera</translation>
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>see below</source>
            <translation>siehe unten</translation>
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>A window shows what others are to see; share it in the meeting</source>
            <translation>Ein Fenster zeigt, was andere sehen sollen; es wird in der Besprechung geteilt</translation>
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>The virtual camera is being set up …</source>
            <translation>Die virtuelle Kamera wird eingerichtet …</translation>
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>Show progress</source>
            <translation>Fortschritt zeigen</translation>
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>Shows how far it is</source>
            <translation>Zeigt, wie weit es ist</translation>
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>Says what will be installed before anything is</source>
            <translation>Sagt zuerst, was installiert wird</translation>
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>no camera</source>
            <translation>keine Kamera</translation>
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>Choose a camera first.</source>
            <translation>Zuerst eine Kamera wählen.</translation>
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>none yet</source>
            <translation>noch keins</translation>
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>A plate is a picture of your room without you. With it, you are cut out down to fine hair.</source>
            <translation>Ein Raumbild zeigt den Raum ohne Personen. Damit gelingt das Ausschneiden bis ins feine Haar.</translation>
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>The plate</source>
            <translation>Das Raumbild</translation>
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>&amp;Undo</source>
            <translation>&amp;Zurücknehmen</translation>
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>Restore the previous plate</source>
            <translation>Das vorige Raumbild wiederherstellen</translation>
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>From a &amp;file …</source>
            <translation>Aus &amp;Datei …</translation>
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>Use an image of the empty room, taken with this camera at this size</source>
            <translation>Ein Bild des leeren Raums verwenden, mit dieser Kamera in dieser Größe aufgenommen</translation>
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>&amp;Replace …</source>
            <translation>&amp;Ersetzen …</translation>
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>The empty room</source>
            <translation>Der leere Raum</translation>
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>Images</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <location filename="gui/panels/recording.py" />
            <source>Recordings folder</source>
            <translation>Ordner der Aufnahmen</translation>
        </message>
        <message>
            <location filename="gui/panels/recording.py" />
            <source>Open or choose the recordings folder</source>
            <translation>Ordner der Aufnahmen öffnen oder wählen</translation>
        </message>
        <message>
            <location filename="gui/panels/recording.py" />
            <source>Open the folder</source>
            <translation>Ordner öffnen</translation>
        </message>
        <message>
            <location filename="gui/panels/recording.py" />
            <source>Paused {file}, {progress}</source>
            <translation>{file} angehalten, {progress}</translation>
        </message>
        <message>
            <location filename="gui/panels/recording.py" />
            <source>Recording {file}, {progress}</source>
            <translation>{file} wird aufgenommen, {progress}</translation>
        </message>
        <message>
            <location filename="gui/panels/recording.py" />
            <source>{file} could not be saved</source>
            <translation>{file} konnte nicht gespeichert werden</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Take the plate</source>
            <translation>Raumbild aufnehmen</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>The program looks at your empty room once. After that, you are cut out down to fine hair.</source>
            <translation>Das Programm betrachtet einmal den leeren Raum. Danach gelingt das Ausschneiden bis ins feine Haar.</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Put the camera where it will stay, and set lamps and blinds as they will be in the meeting.</source>
            <translation>Die Kamera dorthin stellen, wo sie bleibt, und Lampen und Rollos so einstellen, wie sie in der Besprechung sein werden.</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Step out of the frame, with your chair if it should stay visible, and cast no shadow into it.</source>
            <translation>Aus dem Bild treten, mit dem Stuhl, falls er sichtbar bleiben soll, und keinen Schatten hineinwerfen.</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Come back after a few seconds, when you hear or see that it is done.</source>
            <translation>Nach einigen Sekunden zurückkommen, wenn zu hören oder zu sehen ist, dass es fertig ist.</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>&amp;Count down</source>
            <translation>&amp;Countdown</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>The plate is taken when the countdown has ended</source>
            <translation>Das Raumbild entsteht am Ende des Countdowns</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Wait until I have &amp;left</source>
            <translation>Warten, bis &amp;niemand mehr im Bild ist</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>The plate is taken once you are gone and nothing moves</source>
            <translation>Das Raumbild entsteht, sobald niemand mehr im Bild ist und sich nichts bewegt</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>&amp;Start</source>
            <translation>&amp;Starten</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>The plate is taken</source>
            <translation>Das Raumbild ist aufgenommen</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>It is in use already. Come back into the picture.</source>
            <translation>Es wird schon verwendet. Zeit, ins Bild zurückzukommen.</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Previous plate</source>
            <translation>Voriges Raumbild</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>New plate</source>
            <translation>Neues Raumbild</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Before</source>
            <translation>Vorher</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Now</source>
            <translation>Jetzt</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>&amp;Try again</source>
            <translation>&amp;Noch einmal</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Take another one</source>
            <translation>Ein neues aufnehmen</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Use &amp;it</source>
            <translation>&amp;Verwenden</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Keep this plate for this camera</source>
            <translation>Dieses Raumbild für diese Kamera behalten</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>The plate has problems</source>
            <translation>Das Raumbild hat Mängel</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>The plate is good</source>
            <translation>Das Raumbild ist gut</translation>
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>That did not work</source>
            <translation>Das hat nicht geklappt</translation>
        </message>
        <message>
            <location filename="gui/plate/picture.py" />
            <source>taken today at {time}</source>
            <translation>aufgenommen heute um {time}</translation>
        </message>
        <message>
            <location filename="gui/plate/picture.py" />
            <source>taken yesterday at {time}</source>
            <translation>aufgenommen gestern um {time}</translation>
        </message>
        <message>
            <location filename="gui/plate/picture.py" />
            <source>taken on {date} at {time}</source>
            <translation>aufgenommen am {date} um {time}</translation>
        </message>
        <message>
            <location filename="gui/plate/picture.py" />
            <source>Picture of the plate</source>
            <translation>Bild des Raumbilds</translation>
        </message>
        <message>
            <location filename="gui/plate/wizard.py" />
            <source>The camera is settling …</source>
            <translation>Die Kamera stellt sich ein …</translation>
        </message>
        <message>
            <location filename="gui/plate/wizard.py" />
            <source>The camera was lost. Plug it in again; the plate can be taken as soon as its picture is back.</source>
            <translation>Die Kamera ist weg. Nach dem Wiederanschließen lässt sich das Raumbild aufnehmen, sobald ihr Bild da ist.</translation>
        </message>
        <message>
            <location filename="gui/plate/wizard.py" />
            <source>Step out of the frame</source>
            <translation>Aus dem Bild treten</translation>
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>The plate is dark: switch on more light and try again.</source>
            <translation>Das Raumbild ist dunkel: mehr Licht einschalten und noch einmal versuchen.</translation>
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>The plate is overexposed: dim the light or turn the camera away from the window, and try again.</source>
            <translation>Das Raumbild ist überbelichtet: das Licht dämpfen oder die Kamera vom Fenster wegdrehen und noch einmal versuchen.</translation>
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>The plate is blurred: wait until the camera has focused, and try again.</source>
            <translation>Das Raumbild ist unscharf: warten, bis die Kamera scharfgestellt hat, und noch einmal versuchen.</translation>
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>Something moved at first; attempt {number} was fine.</source>
            <translation>Zuerst hat sich etwas bewegt; Versuch {number} war ruhig.</translation>
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>Nothing moved, and the light stayed as it was.</source>
            <translation>Nichts hat sich bewegt, und das Licht blieb gleich.</translation>
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>It is sharp and neither too dark nor too bright.</source>
            <translation>Es ist scharf und weder zu dunkel noch zu hell.</translation>
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>The plate is {problem}: try again if edges look poor.</source>
            <translation>Mangel des Raumbilds: {problem}. Bei schlechten Kanten noch einmal versuchen.</translation>
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>The camera's noise is low: fine hair will stay.</source>
            <translation>Die Kamera rauscht wenig: Feines Haar bleibt erhalten.</translation>
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>There is some noise; with more light, fine hair comes out better.</source>
            <translation>Es rauscht etwas; mit mehr Licht kommt feines Haar besser heraus.</translation>
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>There is a lot of noise, which hides fine hair: switch on more light and try again.</source>
            <translation>Das Rauschen ist stark, feines Haar geht darin verloren: mehr Licht einschalten und noch einmal versuchen.</translation>
        </message>
        <message>
            <location filename="gui/settings/controls.py" />
            <source>Reset {setting}</source>
            <translation>{setting} zurücksetzen</translation>
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>Search settings</source>
            <translation>Einstellungen durchsuchen</translation>
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>Shows every setting with these words, from all pages</source>
            <translation>Zeigt jede Einstellung mit diesen Wörtern, von allen Seiten</translation>
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>Sections</source>
            <translation>Bereiche</translation>
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>Profiles</source>
            <translation>Profile</translation>
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>Restore all defaults …</source>
            <translation>Alles zurücksetzen …</translation>
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>Restores every setting, also those beside the picture</source>
            <translation>Stellt die Standardwerte aller Einstellungen wieder her, auch derer neben dem Bild</translation>
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>Restore all defaults</source>
            <translation>Alles zurücksetzen</translation>
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>&amp;Close</source>
            <translation>&amp;Schließen</translation>
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>Beside the picture: {settings}</source>
            <translation>Neben dem Bild: {settings}</translation>
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>No setting matches. Try another word, or a shorter one.</source>
            <translation>Keine Einstellung enthält diese Wörter. Ein anderes oder ein kürzeres versuchen.</translation>
        </message>
        <message>
            <location filename="gui/settings/keys_table.py" />
            <source>Turned on, your desktop is asked for these keys.</source>
            <translation>Eingeschaltet wird der Desktop um diese Tasten gebeten.</translation>
        </message>
        <message>
            <location filename="gui/settings/keys_table.py" />
            <source>Your desktop is being asked. It may show a window in which to agree.</source>
            <translation>Der Desktop wird gefragt. Vielleicht zeigt er ein Fenster zum Zustimmen.</translation>
        </message>
        <message>
            <location filename="gui/settings/keys_table.py" />
            <source>Your desktop has assigned these keys. Change them in its own keyboard settings.</source>
            <translation>Der Desktop hat diese Tasten belegt. Ändern lassen sie sich in seinen Einstellungen für Tastenkürzel.</translation>
        </message>
        <message>
            <location filename="gui/settings/keys_table.py" />
            <source>The keys were refused. Turn this off and on to be asked again, or use the commands below.</source>
            <translation>Die Tasten wurden abgelehnt. Aus- und wieder einschalten, um noch einmal gefragt zu werden, oder die Befehle unten verwenden.</translation>
        </message>
        <message>
            <location filename="gui/settings/keys_table.py" />
            <source>This desktop offers no global keys to programs. Use the commands below instead.</source>
            <translation>Dieser Desktop gibt Programmen keine Tasten. Stattdessen die Befehle unten verwenden.</translation>
        </message>
        <message>
            <location filename="gui/settings/keys_table.py" />
            <source>Let others see you</source>
            <translation>Andere sehen lassen</translation>
        </message>
        <message>
            <location filename="gui/settings/keys_table.py" />
            <source>Let others see nothing</source>
            <translation>Andere nichts mehr sehen lassen</translation>
        </message>
        <message>
            <location filename="gui/settings/keys_table.py" />
            <source>Change the background</source>
            <translation>Hintergrund wechseln</translation>
        </message>
        <message>
            <location filename="gui/settings/keys_table.py" />
            <source>Commands for your desktop's own keyboard settings, where a key can run a command:</source>
            <translation>Befehle für die Tastenkürzel-Einstellungen des Desktops, wo eine Taste einen Befehl ausführen kann:</translation>
        </message>
        <message>
            <location filename="gui/settings/keys_table.py" />
            <source>Copy the command: {what}</source>
            <translation>Befehl kopieren: {what}</translation>
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>A profile keeps all settings of camera, plate, background, output and quality under a name. It is a file that the command line reads too: matting-rt live --config FILE.</source>
            <translation>Ein Profil bewahrt alle Einstellungen zu Kamera, Raumbild, Hintergrund, Ausgabe und Qualität unter einem Namen auf. Es ist eine Datei, die auch die Befehlszeile liest: matting-rt live --config DATEI.</translation>
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Name of a new profile</source>
            <translation>Name eines neuen Profils</translation>
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Save</source>
            <translation>Speichern</translation>
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Keep the present settings under this name</source>
            <translation>Die jetzigen Einstellungen unter diesem Namen aufbewahren</translation>
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Use</source>
            <translation>Verwenden</translation>
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Apply the settings of this profile (double-click)</source>
            <translation>Die Einstellungen dieses Profils übernehmen (Doppelklick)</translation>
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Forget this profile</source>
            <translation>Dieses Profil löschen</translation>
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Copy the path</source>
            <translation>Pfad kopieren</translation>
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>For --config of the command line</source>
            <translation>Für --config der Befehlszeile</translation>
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Use a file …</source>
            <translation>Datei verwenden …</translation>
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Apply the settings in a TOML file</source>
            <translation>Die Einstellungen einer TOML-Datei übernehmen</translation>
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>{profile} is saved.</source>
            <translation>{profile} ist gespeichert.</translation>
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>{profile} is now in use.</source>
            <translation>{profile} wird jetzt verwendet.</translation>
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>The path is copied.</source>
            <translation>Der Pfad ist kopiert.</translation>
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Settings to use</source>
            <translation>Einstellungen verwenden</translation>
        </message>
        <message>
            <location filename="gui/settings/sections.py" />
            <source>Hot keys, hotkeys, shortcuts, keyboard shortcuts</source>
            <translation>Tastenkürzel, Tastenkombinationen, Kurzbefehle, Hotkeys, Shortcuts</translation>
        </message>
        <message>
            <location filename="gui/settings/sections.py" />
            <source>Restores the defaults of this page, {page}</source>
            <translation>Stellt die Standardwerte dieser Seite wieder her: {page}</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Own order</source>
            <translation>Eigene Reihenfolge</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>By name</source>
            <translation>Nach Namen</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Newest first</source>
            <translation>Neueste zuerst</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Program</source>
            <translation>Programm</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>on</source>
            <translation>an</translation>
        </message>
        <message>
            <location filename="gui/settings/store.py" />
            <source>a profile cannot be called "{name}"; use letters, digits, spaces, - and _</source>
            <translation>ein Profil kann nicht „{name}“ heißen; erlaubt sind Buchstaben, Ziffern, Leerzeichen, - und _</translation>
        </message>
        <message>
            <location filename="gui/settings/store.py" />
            <source>the profile {name} cannot be saved as {path}: {reason}; free some space there, or allow writing to it</source>
            <translation>das Profil {name} kann nicht als {path} gespeichert werden: {reason}; dort Platz schaffen oder das Schreiben erlauben</translation>
        </message>
        <message>
            <location filename="gui/settings/store.py" />
            <source>Profile {name}</source>
            <translation>Profil {name}</translation>
        </message>
        <message>
            <location filename="gui/settings/store.py" />
            <source>the profile {name} cannot be deleted: {reason}; allow writing to its folder</source>
            <translation>das Profil {name} kann nicht gelöscht werden: {reason}; das Schreiben in seinen Ordner erlauben</translation>
        </message>
        <message>
            <location filename="gui/settings/store.py" />
            <source>The profile {path} cannot be read: {reason}; choose another file</source>
            <translation>Das Profil {path} kann nicht gelesen werden: {reason}; eine andere Datei wählen</translation>
        </message>
        <message>
            <location filename="gui/settings/store.py" />
            <source>{error}; a profile is a TOML file</source>
            <translation>{error}; ein Profil ist eine TOML-Datei</translation>
        </message>
        <message>
            <location filename="gui/settings/store.py" />
            <source>Settings and plates are not kept: {folder} cannot be written ({reason}). Allow writing to it, or choose another folder with --settings-dir.</source>
            <translation>Einstellungen und Raumbilder bleiben nicht erhalten: {folder} ist nicht beschreibbar ({reason}). Das Schreiben dort erlauben oder mit --settings-dir einen anderen Ordner wählen.</translation>
        </message>
        <message>
            <location filename="gui/settings/store.py" />
            <source>The settings could not be read and were reset to defaults ({reason}); the file was kept as {path}.</source>
            <translation>Die Einstellungen waren nicht lesbar und wurden auf die Standardwerte gesetzt ({reason}); die Datei liegt unter {path}.</translation>
        </message>
        <message>
            <location filename="gui/settings/store.py" />
            <source>The settings cannot be saved in {folder}: {reason}; free some space there, or allow writing to it</source>
            <translation>Die Einstellungen können nicht in {folder} gespeichert werden: {reason}; dort Platz schaffen oder das Schreiben erlauben</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/details.py" />
            <source>Fold it out or away</source>
            <translation>Aus- oder einklappen</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>Progress</source>
            <translation>Fortschritt</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>Share a &amp;window instead</source>
            <translation>Stattdessen &amp;Fenster teilen</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>&amp;Remove …</source>
            <translation>E&amp;ntfernen …</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>Remove what was installed and written for it</source>
            <translation>Entfernen, was dafür installiert und geschrieben wurde</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>The system asks for your password</source>
            <translation>Das System fragt nach dem Passwort</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>Looking at this computer …</source>
            <translation>Der Computer wird untersucht …</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>Setting up the virtual camera</source>
            <translation>Virtuelle Kamera wird eingerichtet</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>Removing the virtual camera</source>
            <translation>Virtuelle Kamera wird entfernt</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>Details</source>
            <translation>Einzelheiten</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>The virtual camera cannot be set up now</source>
            <translation>Die virtuelle Kamera lässt sich jetzt nicht einrichten</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>Meetings, browsers and OBS see you through a virtual camera. This sets one up for good; the system asks for your password and then does, as administrator:</source>
            <translation>Besprechungen, Browser und OBS bekommen das Bild über eine virtuelle Kamera. Hier wird sie auf Dauer eingerichtet; das System fragt nach dem Passwort und erledigt dann mit Administratorrechten:</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>Set up the virtual camera</source>
            <translation>Virtuelle Kamera einrichten</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>The script that does it</source>
            <translation>Das Skript dazu</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>&amp;Set up</source>
            <translation>&amp;Einrichten</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>The virtual camera is set up</source>
            <translation>Die virtuelle Kamera ist eingerichtet</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>It is there after each restart, too.</source>
            <translation>Sie ist auch nach jedem Neustart da.</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>It was not set up by Matting RT, which uses it and leaves it as it is.</source>
            <translation>Sie wurde nicht von Matting RT eingerichtet; sie wird benutzt und bleibt, wie sie ist.</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>There is a virtual camera</source>
            <translation>Es gibt eine virtuelle Kamera</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>Remove the virtual camera?</source>
            <translation>Virtuelle Kamera entfernen?</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>The system asks for your password. This will:</source>
            <translation>Das System fragt nach dem Passwort. Das geschieht dann:</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>&amp;Remove</source>
            <translation>E&amp;ntfernen</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>The virtual camera could not be set up</source>
            <translation>Die virtuelle Kamera konnte nicht eingerichtet werden</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>Press “Start virtual camera”, and choose “{name}” as your camera in the meeting. It is there after each restart, too. A meeting or browser that is open already may have to be started again to see it.</source>
            <translation>„Virtuelle Kamera starten“ drücken und in der Besprechung „{name}“ als Kamera wählen. Sie ist auch nach jedem Neustart da. Besprechungen und Browser, die schon offen sind, sehen sie vielleicht erst nach ihrem Neustart.</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>The virtual camera is ready</source>
            <translation>Die virtuelle Kamera ist bereit</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>The virtual camera could not be removed</source>
            <translation>Die virtuelle Kamera konnte nicht entfernt werden</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>The virtual camera is removed</source>
            <translation>Die virtuelle Kamera ist entfernt</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>You can set it up again at any time.</source>
            <translation>Sie lässt sich jederzeit wieder einrichten.</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>One step is left</source>
            <translation>Ein Schritt fehlt noch</translation>
        </message>
        <message>
            <location filename="gui/virtual_camera/dialog.py" />
            <source>Waiting for your password …</source>
            <translation>Warten auf das Passwort …</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Matting model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>A released or imported model, by its name, or a weights file. By default mobilenetv3-lite.</source>
            <translation>Ein mitgeliefertes oder importiertes Modell mit seinem Namen, oder eine Gewichtsdatei. Sonst mobilenetv3-lite.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Automatic</source>
            <translation>Automatisch</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Backend</source>
            <translation>Backend</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>What runs the network. By default TorchScript on a graphics card, and on the processor ONNX Runtime or OpenVINO, whichever is faster here.</source>
            <translation>Womit das Netz rechnet. Automatisch auf einer Grafikkarte TorchScript, auf dem Prozessor ONNX Runtime oder OpenVINO, je nachdem, was hier schneller ist.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Where the network runs. By default on a CUDA graphics card if there is one, else on the processor.</source>
            <translation>Wo das Netz rechnet. Automatisch auf einer CUDA-Grafikkarte, wenn es eine gibt, sonst auf dem Prozessor.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Processor</source>
            <translation>Prozessor</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Graphics card (CUDA)</source>
            <translation>Grafikkarte (CUDA)</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Graphics card (DirectML, Windows)</source>
            <translation>Grafikkarte (DirectML, Windows)</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Graphics card (Core ML, macOS)</source>
            <translation>Grafikkarte (Core ML, macOS)</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Precision</source>
            <translation>Genauigkeit</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Floating-point width. Half precision is faster on graphics cards; most processors have only full.</source>
            <translation>Breite der Gleitkommazahlen. Halbe Genauigkeit ist auf Grafikkarten schneller; die meisten Prozessoren können nur volle.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Half (fp16)</source>
            <translation>Halb (fp16)</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Half (bf16)</source>
            <translation>Halb (bf16)</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Full (fp32)</source>
            <translation>Voll (fp32)</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Resolution preset</source>
            <translation>Auflösung</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>The size at which people are first found, and how much is then refined at full resolution: BackgroundMattingV2's settings for 1920x1080 (HD) or 3840x2160 (4K).</source>
            <translation>In welcher Größe Personen zuerst gefunden werden und wie viel danach in voller Auflösung verfeinert wird: die Werte von BackgroundMattingV2 für 1920x1080 (HD) oder 3840x2160 (4K).</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>By frame size</source>
            <translation>Nach Bildgröße</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>HD</source>
            <translation>HD</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>4K</source>
            <translation>4K</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Refinement</source>
            <translation>Verfeinerung</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Which areas are worked out again at full resolution.</source>
            <translation>Welche Bereiche in voller Auflösung noch einmal berechnet werden.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Highest-error areas</source>
            <translation>Bereiche mit größtem Fehler</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>All areas above the threshold</source>
            <translation>Alle Bereiche über der Schwelle</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Everywhere (slow)</source>
            <translation>Überall (langsam)</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Check that the plate shows this room</source>
            <translation>Prüfen, ob das Raumbild diesen Raum zeigt</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>A plate of another room is refused for files. Live, it is ignored and your room is learned instead.</source>
            <translation>Ein Raumbild eines anderen Raums wird bei Dateien abgelehnt. Live wird es nicht beachtet und der Raum stattdessen gelernt.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Follow small camera movements</source>
            <translation>Kleinen Bewegungen der Kamera folgen</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>For a camera that is nudged, or a desk that shakes.</source>
            <translation>Für eine angestoßene Kamera oder einen wackelnden Tisch.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Follow changes of the light</source>
            <translation>Änderungen des Lichts folgen</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>For clouds, and for cameras that adjust exposure and white balance.</source>
            <translation>Für Wolken, und für Kameras, die Belichtung und Weißabgleich nachregeln.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Learn the room</source>
            <translation>Raum lernen</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>What is not known of your room, or has changed in it, is learned while you move.</source>
            <translation>Was vom Raum nicht bekannt ist oder sich darin geändert hat, wird während der Bewegung gelernt.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>What is kept in front of the background. By default people and what they hold; in files with a plate, whatever differs from it.</source>
            <translation>Was vor dem Hintergrund bleibt. Automatisch Personen und was sie halten; bei Dateien mit Raumbild alles, was davon abweicht.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>People and what they hold</source>
            <translation>Personen und was sie halten</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Whatever differs from the plate</source>
            <translation>Alles, was vom Raumbild abweicht</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>A colour name or #rrggbb, blur[:sigma], transparent, an image file or a video file.</source>
            <translation>Ein englischer Farbname oder #rrggbb, blur[:Sigma], transparent, eine Bild- oder eine Videodatei.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Frame rate</source>
            <translation>Bildrate</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Frames per second.</source>
            <translation>Bilder pro Sekunde.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>fps</source>
            <translation>fps</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Pixel format</source>
            <translation>Pixelformat</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>How the camera sends its frames. Motion JPEG allows large sizes at full rate; YUYV is sharper.</source>
            <translation>Wie die Kamera ihre Bilder sendet. Motion JPEG erlaubt große Bilder bei voller Rate; YUYV ist schärfer.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Motion JPEG</source>
            <translation>Motion JPEG</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>YUYV</source>
            <translation>YUYV</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Lock exposure, white balance and focus</source>
            <translation>Belichtung, Weißabgleich und Fokus festhalten</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>A camera that adjusts itself makes the plate stale. Takes effect when the camera is opened.</source>
            <translation>Eine Kamera, die sich selbst nachregelt, lässt das Raumbild veralten. Wirkt beim Öffnen der Kamera.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Light wrap</source>
            <translation>Umgebungslicht</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Lets the background's light fall around the edge, so that you seem to stand in it.</source>
            <translation>Lässt das Licht des Hintergrunds um die Kante fallen, als stünde die Person darin.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Edge softness</source>
            <translation>Weiche Kante</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Blurs the edge of the cut-out; in pixels of a frame 720 lines high.</source>
            <translation>Zeichnet die Kante weich; in Pixeln eines Bildes von 720 Zeilen.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>px</source>
            <translation>px</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Edge position</source>
            <translation>Lage der Kante</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Above 0 takes the edge in, where a rim of the room shows; below 0 lets it out, where something is cut off.</source>
            <translation>Über 0 rückt die Kante nach innen, wenn ein Saum des Raums zu sehen ist; unter 0 nach außen, wenn etwas abgeschnitten wird.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Keep my shadow</source>
            <translation>Schatten behalten</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>The shadow that you cast on the room falls on the background too.</source>
            <translation>Der Schatten der Person im Raum fällt auch auf den Hintergrund.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>How large you are, over what the camera saw.</source>
            <translation>Wie groß die Person ist, gemessen am Kamerabild.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Left and right</source>
            <translation>Links, rechts</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>How far you are moved to the right, as a share of the frame's width.</source>
            <translation>Wie weit die Person nach rechts rückt, als Anteil der Bildbreite.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Up and down</source>
            <translation>Oben, unten</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>How far you are moved down, as a share of the frame's height.</source>
            <translation>Wie weit die Person nach unten rückt, als Anteil der Bildhöhe.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Send to</source>
            <translation>Senden an</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>The first free virtual camera (virtual), a certain one, a window, nowhere (null), or a video file; pyvirtualcam[:DEVICE] writes through that library.</source>
            <translation>Die erste freie virtuelle Kamera (virtual), eine bestimmte, ein Fenster (window), nirgendwohin (null) oder eine Videodatei; pyvirtualcam[:GERÄT] schreibt über diese Bibliothek.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>First free virtual camera</source>
            <translation>Erste freie virtuelle Kamera</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>How much work goes into each frame. By default as much as this computer keeps up with.</source>
            <translation>Wie viel Arbeit in jedes Bild geht. Automatisch so viel, wie dieser Computer schafft.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Fast</source>
            <translation>Schnell</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Balanced</source>
            <translation>Ausgewogen</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Best</source>
            <translation>Beste</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Microphone</source>
            <translation>Mikrofon</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Whose sound is recorded: none (empty), the system's own choice (default), or one of those that matting-rt devices lists. It is open only while something is recorded.</source>
            <translation>Wessen Ton aufgenommen wird: keiner (leer), der vom System gewählte (default) oder eines der Mikrofone, die matting-rt devices nennt. Es ist nur während einer Aufnahme offen.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Mirror my preview</source>
            <translation>Eigene Vorschau spiegeln</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>You see yourself as in a mirror; the background stays as it is.</source>
            <translation>Die Vorschau wirkt wie ein Spiegel; der Hintergrund bleibt, wie er ist.</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Mirror what others see</source>
            <translation>Spiegeln, was andere sehen</translation>
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>In the virtual camera, a window to share and recordings. Others usually want to see you as you are: writing on a shirt would be reversed.</source>
            <translation>In der virtuellen Kamera, im Fenster zum Teilen und in Aufnahmen. Andere sehen die Person meist lieber ungespiegelt: Schrift auf einem Hemd stünde sonst verkehrt.</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Of this window. Takes effect when the program starts again.</source>
            <translation>Die Sprache dieses Fensters. Gilt ab dem nächsten Start des Programms.</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>The camera that films you; empty until one is chosen.</source>
            <translation>Die Kamera, die filmt; leer, bis eine gewählt ist.</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Countdown</source>
            <translation>Countdown</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Time to step out of the picture before a plate is taken.</source>
            <translation>Zeit, um vor der Aufnahme des Raumbilds aus dem Bild zu treten.</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>s</source>
            <translation>s</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>3 seconds</source>
            <translation>3 Sekunden</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>5 seconds</source>
            <translation>5 Sekunden</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>10 seconds</source>
            <translation>10 Sekunden</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>15 seconds</source>
            <translation>15 Sekunden</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>30 seconds</source>
            <translation>30 Sekunden</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Countdown sound</source>
            <translation>Ton beim Countdown</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>A tick each second and a tone when the plate is taken, for when you cannot see the screen.</source>
            <translation>Ein Ticken je Sekunde und ein Ton, wenn das Raumbild aufgenommen ist, falls der Bildschirm nicht zu sehen ist.</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Closing the window while live</source>
            <translation>Fenster schließen bei laufender Ausgabe</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Whether others still see you after the window is closed.</source>
            <translation>Ob die Ausgabe für andere weiterläuft, wenn das Fenster geschlossen ist.</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Ask</source>
            <translation>Fragen</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Continue in the tray</source>
            <translation>Im Infobereich weiterlaufen</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Stop and quit</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Motion in the window</source>
            <translation>Bewegung im Fenster</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Reduced: nothing moves by itself but your picture.</source>
            <translation>Verringert: außer dem eigenen Bild bewegt sich nichts von selbst.</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>As on the desktop</source>
            <translation>Wie auf dem Desktop</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Reduced</source>
            <translation>Verringert</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Full</source>
            <translation>Voll</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Keys that work in every program</source>
            <translation>Tasten, die in jedem Programm wirken</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Start, pause, record and take a plate while another window is in front. Your desktop asks first.</source>
            <translation>Starten, anhalten, aufzeichnen und Raumbild aufnehmen, während ein anderes Fenster vorn ist. Der Desktop fragt vorher.</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Folder of recordings</source>
            <translation>Ordner der Aufnahmen</translation>
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Empty: your system's folder for videos.</source>
            <translation>Leer: der Ordner, den das System für Videos hat.</translation>
        </message>
        <message>
            <location filename="matting_rt/live/quality.py" />
            <source>best</source>
            <translation>beste</translation>
        </message>
        <message>
            <location filename="matting_rt/live/quality.py" />
            <source>balanced</source>
            <translation>ausgewogen</translation>
        </message>
        <message>
            <location filename="matting_rt/live/quality.py" />
            <source>quick</source>
            <translation>flott</translation>
        </message>
        <message>
            <location filename="matting_rt/live/quality.py" />
            <source>fast</source>
            <translation>schnell</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>Leave the picture; the plate is taken once you are gone and nothing moves.</source>
            <translation>Aus dem Bild treten; das Raumbild entsteht, sobald niemand mehr im Bild ist und sich nichts bewegt.</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>Waiting until nothing moves; keep out of the picture.</source>
            <translation>Es wird gewartet, bis sich nichts bewegt; nicht ins Bild treten.</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>Taking the plate; keep out of the picture.</source>
            <translation>Das Raumbild wird aufgenommen; nicht ins Bild treten.</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>Something moved while I was looking; keep out of the picture and try again.</source>
            <translation>Während der Aufnahme hat sich etwas bewegt; nicht ins Bild treten und noch einmal versuchen.</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>The light changed while I was looking; leave lamps and blinds as they are and try again.</source>
            <translation>Während der Aufnahme hat sich das Licht geändert; Lampen und Rollos lassen, wie sie sind, und noch einmal versuchen.</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>The camera changed the size of its pictures while I was looking; try again.</source>
            <translation>Während der Aufnahme hat die Kamera die Bildgröße geändert; noch einmal versuchen.</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>The picture does not come to rest; stop what moves in it (a person, a fan, a screen) and try again.</source>
            <translation>Das Bild kommt nicht zur Ruhe; anhalten, was sich darin bewegt (Person, Ventilator, Bildschirm), und noch einmal versuchen.</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>Nobody has left the picture; be in it when you start, then leave it, or give a delay instead.</source>
            <translation>Niemand hat das Bild verlassen; beim Start im Bild sein und dann hinausgehen, oder den Countdown nehmen.</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>Something moved. Waiting until nothing moves; keep out of the picture.</source>
            <translation>Etwas hat sich bewegt. Es wird gewartet, bis sich nichts bewegt; nicht ins Bild treten.</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>The light changed. Waiting until it stays as it is; keep out of the picture.</source>
            <translation>Das Licht hat sich geändert. Es wird gewartet, bis es bleibt, wie es ist; nicht ins Bild treten.</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>The camera changed the size of its pictures. Waiting until nothing moves; keep out of the picture.</source>
            <translation>Die Kamera hat die Größe ihrer Bilder geändert. Es wird gewartet, bis sich nichts bewegt; nicht ins Bild treten.</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>The plate is taken.</source>
            <translation>Das Raumbild ist aufgenommen.</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>colour</source>
            <translation>Farbe</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Colour</source>
            <translation>Farbe</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>a colour name or #rrggbb</source>
            <translation>ein Farbname oder #rrggbb</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>blur</source>
            <translation>Unschärfe</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>My room, blurred</source>
            <translation>Raum, unscharf</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Blur</source>
            <translation>Unscharf</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>blur[:sigma]</source>
            <translation>blur[:sigma]</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>transparent</source>
            <translation>transparent</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Transparent</source>
            <translation>Transparent</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>image</source>
            <translation>Bild</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Image</source>
            <translation>Bild</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>an image file</source>
            <translation>eine Bilddatei</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>video</source>
            <translation>Video</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>a video file</source>
            <translation>eine Videodatei</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Black</source>
            <translation>Schwarz</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Blue</source>
            <translation>Blau</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Brown</source>
            <translation>Braun</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Cyan</source>
            <translation>Cyan</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Gold</source>
            <translation>Gold</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Gray</source>
            <translation>Grau</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Green</source>
            <translation>Grün</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Grey</source>
            <translation>Grau</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Lime</source>
            <translation>Limette</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Magenta</source>
            <translation>Magenta</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Maroon</source>
            <translation>Kastanienbraun</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Navy</source>
            <translation>Marineblau</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Olive</source>
            <translation>Oliv</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Orange</source>
            <translation>Orange</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Pink</source>
            <translation>Rosa</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Purple</source>
            <translation>Lila</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Red</source>
            <translation>Rot</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Silver</source>
            <translation>Silber</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Skyblue</source>
            <translation>Himmelblau</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Teal</source>
            <translation>Petrol</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>White</source>
            <translation>Weiß</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Yellow</source>
            <translation>Gelb</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/identity.py" />
            <source>{output} cannot be resumed: {what} has changed since (it was {before}, and is {now}); change it back, or leave --resume out and start over</source>
            <translation>{output} kann nicht fortgesetzt werden: Seither wurde geändert: {what} (war {before}, ist {now}); wiederherstellen, oder ohne --resume von vorn beginnen</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/job_list.py" />
            <source>nothing is to be written of {source}; give it an output</source>
            <translation>Aus {source} soll nichts geschrieben werden; eine Ausgabe angeben</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/job_spec.py" />
            <source>the end, {end_s:g} s, must be after the start, {start_s:g} s</source>
            <translation>Das Ende, {end_s:g} s, muss nach dem Anfang liegen, {start_s:g} s</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/job_spec.py" />
            <source>raw video on standard input needs --size and --rate, too</source>
            <translation>reine Pixel auf der Standardeingabe brauchen auch --size und --rate</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/open_job.py" />
            <source>{shortfall}; those were written</source>
            <translation>{shortfall}; diese wurden geschrieben</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/open_job.py" />
            <source>{shortfall}; the others were written</source>
            <translation>{shortfall}; die anderen wurden geschrieben</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/open_job.py" />
            <source>{written} of {count}</source>
            <translation>{written} von {count}</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/opening.py" />
            <source>standard input is read once, so no plate can be built from it; give a picture, or none</source>
            <translation>die Standardeingabe wird nur einmal gelesen, daraus lässt sich kein leerer Raum errechnen; ein Bild angeben, oder none</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/opening.py" />
            <source>Matting {source}, {size} ...</source>
            <translation>{source} wird freigestellt, {size} ...</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/opening.py" />
            <source>{count} frames are done already, and kept</source>
            <translation>{count} Bilder sind schon fertig und bleiben erhalten</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/opening.py" />
            <source>not written: {names} ({matted} frames were matted)</source>
            <translation>nicht geschrieben: {names} ({matted} Bilder wurden freigestellt)</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/opening.py" />
            <source>{line}; {kept} frames are kept, and --resume continues after them</source>
            <translation>{line}; {kept} Bilder bleiben erhalten, von denen aus --resume fortfährt</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/opening.py" />
            <source>what comes from a pipe or goes to one cannot be resumed; leave --resume out</source>
            <translation>was aus einer Pipe kommt oder in eine geht, lässt sich nicht fortsetzen; --resume weglassen</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/opening.py" />
            <source>Building the plate from {source} ...</source>
            <translation>Das Raumbild wird aus {source} gewonnen ...</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/opening.py" />
            <source>Matting {count} pictures ...</source>
            <translation>{count} Bilder werden freigestellt ...</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/opening.py" />
            <source>{done} pictures were finished and are in {folder}</source>
            <translation>{done} Bilder wurden fertig und liegen in {folder}</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/opening.py" />
            <source>there is no output {name!r}; choose of {outputs}</source>
            <translation>es gibt keine Ausgabe {name!r}; zur Wahl stehen {outputs}</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/opening.py" />
            <source>no images are written as {name!r}; choose of {formats}</source>
            <translation>Bilder lassen sich nicht als {name!r} schreiben; zur Wahl stehen {formats}</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/opening.py" />
            <source>the engine {engine} gives neither errors nor refined cells; choose {engines}, or leave them out</source>
            <translation>die Engine {engine} liefert weder Fehlerschätzung noch verfeinerte Zellen; {engines} wählen oder beides weglassen</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/opening.py" />
            <source>Loading {model} ({where}) ...</source>
            <translation>{model} wird geladen ({where}) ...</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/preview.py" />
            <source>standard input is read once, so there is no preview of it</source>
            <translation>die Standardeingabe wird nur einmal gelesen, davon gibt es keine Vorschau</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/preview.py" />
            <source>a preview has one frame or more, not {count}</source>
            <translation>eine Vorschau hat ein Bild oder mehr, nicht {count}</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/preview.py" />
            <source>{source} does not tell its length, which a preview needs</source>
            <translation>{source} nennt seine Länge nicht, die eine Vorschau braucht</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/preview.py" />
            <source>Frame {number} of {count}, at {at_s:.1f} s ...</source>
            <translation>Bild {number} von {count}, bei {at_s:.1f} s ...</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/saved_work.py" />
            <source>{name} is damaged or missing</source>
            <translation>{name} ist beschädigt oder fehlt</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/saved_work.py" />
            <source>what was kept of {output} is damaged, so all frames are done again</source>
            <translation>was von {output} schon fertig war, ist beschädigt; alle Bilder werden noch einmal gemacht</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/saved_work.py" />
            <source>the disk of {folder} has {free_gb:.1f} GB left, and about {needed_gb:.1f} GB are needed until the end; free some space meanwhile (a job that fills its disk can be resumed)</source>
            <translation>auf dem Datenträger von {folder} sind {free_gb:.1f} GB frei, und bis zum Ende werden etwa {needed_gb:.1f} GB gebraucht; inzwischen Platz schaffen (ein Auftrag, dem der Platz ausgeht, kann fortgesetzt werden)</translation>
        </message>
        <message>
            <location filename="matting_rt/batch/tickets.py" />
            <source>{folder} holds no ticket; remove it, and start again</source>
            <translation>{folder} enthält keine Marke; den Ordner löschen und neu beginnen</translation>
        </message>
        <message>
            <location filename="matting_rt/build.py" />
            <source>the device cuda</source>
            <translation>das Gerät cuda</translation>
        </message>
        <message>
            <location filename="matting_rt/build.py" />
            <source>the engine {engine}</source>
            <translation>die Engine {engine}</translation>
        </message>
        <message>
            <location filename="matting_rt/build.py" />
            <source>{model} ({variant}) in {engine}</source>
            <translation>{model} ({variant}) in {engine}</translation>
        </message>
        <message>
            <location filename="matting_rt/build.py" />
            <source>it is used as far as it can be read: {shortfall}</source>
            <translation>das Video wird so weit verwendet, wie es lesbar ist: {shortfall}</translation>
        </message>
        <message>
            <location filename="matting_rt/build_plates.py" />
            <source>the camera moves in {plate}: each of its frames is the plate of the same frame of {video}</source>
            <translation>in {plate} bewegt sich die Kamera: jedes seiner Bilder ist das Raumbild für das gleiche Bild von {video}</translation>
        </message>
        <message>
            <location filename="matting_rt/build_plates.py" />
            <source>the plate is built from what there is: {shortfall}</source>
            <translation>das Raumbild wird aus dem gewonnen, was da ist: {shortfall}</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>{others} or {last}</source>
            <translation>{others} oder {last}</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>did you mean {word}?</source>
            <translation>war {word} gemeint?</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>give {syntax}</source>
            <translation>möglich sind {syntax}</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>backdrop "{backdrop}" is neither a known word nor a file that can be read; {hint}</source>
            <translation>der Hintergrund „{backdrop}“ ist weder ein bekanntes Wort noch eine lesbare Datei; {hint}</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>backdrop {backdrop} is not a colour; write #rgb or #rrggbb, for example #78ff9b</source>
            <translation>der Hintergrund {backdrop} ist keine Farbe; sie wird #rgb oder #rrggbb geschrieben, zum Beispiel #78ff9b</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>backdrop {backdrop}: write blur:SIGMA with a number above 0 and up to {most:g}</source>
            <translation>Hintergrund {backdrop}: blur:SIGMA mit einer Zahl über 0 und bis {most:g} schreiben</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>backdrop "{backdrop}": {error}</source>
            <translation>Hintergrund „{backdrop}“: {error}</translation>
        </message>
        <message>
            <location filename="matting_rt/compositing/video_backdrop.py" />
            <source>the backdrop video holds no picture; choose another</source>
            <translation>das Hintergrundvideo enthält kein Bild; ein anderes wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/config/setting.py" />
            <source>{low} or more</source>
            <translation>{low} oder mehr</translation>
        </message>
        <message>
            <location filename="matting_rt/config/setting.py" />
            <source>a value above {low:g} and up to {high}</source>
            <translation>ein Wert über {low:g} und bis {high}</translation>
        </message>
        <message>
            <location filename="matting_rt/config/setting.py" />
            <source>a value from {low:g} to {high}</source>
            <translation>ein Wert von {low:g} bis {high}</translation>
        </message>
        <message>
            <location filename="matting_rt/config/setting.py" />
            <source>{name} is {value!r}; choose one of {choices}</source>
            <translation>{name} ist {value!r}; zur Wahl stehen {choices}</translation>
        </message>
        <message>
            <location filename="matting_rt/config/setting.py" />
            <source>{name} is {value:g}; choose {range}</source>
            <translation>{name} ist {value:g}; möglich: {range}</translation>
        </message>
        <message>
            <location filename="matting_rt/config/toml.py" />
            <source>true or false</source>
            <translation>true oder false</translation>
        </message>
        <message>
            <location filename="matting_rt/config/toml.py" />
            <source>a whole number</source>
            <translation>eine ganze Zahl</translation>
        </message>
        <message>
            <location filename="matting_rt/config/toml.py" />
            <source>a number</source>
            <translation>eine Zahl</translation>
        </message>
        <message>
            <location filename="matting_rt/config/toml.py" />
            <source>a text in quotes</source>
            <translation>ein Text in Anführungszeichen</translation>
        </message>
        <message>
            <location filename="matting_rt/config/toml.py" />
            <source>the configuration is not valid TOML: {error}</source>
            <translation>die Konfiguration ist kein gültiges TOML: {error}</translation>
        </message>
        <message>
            <location filename="matting_rt/config/toml.py" />
            <source>must be a table</source>
            <translation>muss eine Tabelle sein</translation>
        </message>
        <message>
            <location filename="matting_rt/config/toml.py" />
            <source>is {value!r}; choose one of {choices}</source>
            <translation>ist {value!r}; zur Wahl stehen {choices}</translation>
        </message>
        <message>
            <location filename="matting_rt/config/toml.py" />
            <source>is {value!r}; it must be {words}</source>
            <translation>ist {value!r}; nötig ist {words}</translation>
        </message>
        <message>
            <location filename="matting_rt/config/toml.py" />
            <source>is {value!r}; it must be a list of texts</source>
            <translation>ist {value!r}; nötig ist eine Liste von Texten</translation>
        </message>
        <message>
            <location filename="matting_rt/config/toml.py" />
            <source>{reason} (line {line})</source>
            <translation>{reason} (Zeile {line})</translation>
        </message>
        <message>
            <location filename="matting_rt/config/toml.py" />
            <source>unknown table [{table}] in the configuration; known are {known}</source>
            <translation>unbekannte Tabelle [{table}] in der Konfiguration; bekannt sind {known}</translation>
        </message>
        <message>
            <location filename="matting_rt/config/toml.py" />
            <source>unknown setting {setting} in [{table}]; known are {known}</source>
            <translation>unbekannte Einstellung {setting} in [{table}]; bekannt sind {known}</translation>
        </message>
        <message>
            <location filename="matting_rt/doctor/checks.py" />
            <source>something could not be examined: {error}</source>
            <translation>etwas ließ sich nicht untersuchen: {error}</translation>
        </message>
        <message>
            <location filename="matting_rt/doctor/checks.py" />
            <source>virtual cameras need pyvirtualcam here</source>
            <translation>virtuelle Kameras brauchen hier pyvirtualcam</translation>
        </message>
        <message>
            <location filename="matting_rt/errors.py" />
            <source>internal error: {kind}: {reason}</source>
            <translation>interner Fehler: {kind}: {reason}</translation>
        </message>
        <message>
            <location filename="matting_rt/errors.py" />
            <source>cannot read {path}: {reason}; check that you may open it and that it is whole</source>
            <translation>{path} lässt sich nicht lesen: {reason}; prüfen, ob sie geöffnet werden darf und vollständig ist</translation>
        </message>
        <message>
            <location filename="matting_rt/extras.py" />
            <source>{what} takes {packages}: pip install 'matting-rt[{extra}]'</source>
            <translation>{what}: dazu fehlt {packages}: pip install 'matting-rt[{extra}]'</translation>
        </message>
        <message>
            <location filename="matting_rt/files.py" />
            <source>a directory</source>
            <translation>ein Ordner</translation>
        </message>
        <message>
            <location filename="matting_rt/files.py" />
            <source>a device</source>
            <translation>ein Gerät</translation>
        </message>
        <message>
            <location filename="matting_rt/files.py" />
            <source>a pipe</source>
            <translation>eine Pipe</translation>
        </message>
        <message>
            <location filename="matting_rt/files.py" />
            <source>a socket</source>
            <translation>ein Socket</translation>
        </message>
        <message>
            <location filename="matting_rt/files.py" />
            <source>{text} names the home folder of a user who is not known here; write ./{text} for the file</source>
            <translation>{text} meint den persönlichen Ordner eines Benutzers, den es hier nicht gibt; die Datei wird ./{text} geschrieben</translation>
        </message>
        <message>
            <location filename="matting_rt/files.py" />
            <source>not an ordinary file</source>
            <translation>keine gewöhnliche Datei</translation>
        </message>
        <message>
            <location filename="matting_rt/files.py" />
            <source>{path} is {kind}; give a file</source>
            <translation>{path} ist {kind}; nötig ist eine Datei</translation>
        </message>
        <message>
            <location filename="matting_rt/files.py" />
            <source>{path} is {size_mb:,.0f} MB large, and {limit_mb:,.0f} MB are the most that such a file may have; give another</source>
            <translation>{path} ist {size_mb:,.0f} MB groß, und solche Dateien dürfen höchstens {limit_mb:,.0f} MB haben; eine andere wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/files.py" />
            <source>{path} is not a text file</source>
            <translation>{path} ist keine Textdatei</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/base.py" />
            <source>this engine gives neither errors nor refined cells; choose the engine torch</source>
            <translation>diese Engine liefert weder Fehlerschätzung noch verfeinerte Zellen; die Engine torch wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/base.py" />
            <source>a stream needs its plate before its first frame; call set_plate</source>
            <translation>ein Stream braucht sein Raumbild vor dem ersten Bild; set_plate aufrufen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/base.py" />
            <source>the {name} is {given}; the stream is of {size}: give {wanted} of shape {whole}</source>
            <translation>{name} ist {given}; der Stream hat {size}: nötig ist {wanted} der Form {whole}</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/base.py" />
            <source>the size of the frames is {size}; give (width, height) in pixels</source>
            <translation>die Größe der Bilder ist {size}; nötig ist (Breite, Höhe) in Pixeln</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/base.py" />
            <source>the frame is {size}; it may have {megapixels:.0f} megapixels at most; choose a smaller size</source>
            <translation>das Bild hat {size}; höchstens {megapixels:.0f} Megapixel sind möglich; eine kleinere Größe wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/base.py" />
            <source>the frame is {size}; both sides must be at least {least} pixels; choose a larger size</source>
            <translation>das Bild hat {size}; beide Seiten brauchen mindestens {least} Pixel; eine größere Größe wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/export.py" />
            <source>an exported file needs a precision; choose fp32 or fp16</source>
            <translation>eine exportierte Datei braucht eine Genauigkeit; fp32 oder fp16 wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/export.py" />
            <source>a TorchScript file takes frames of any size; leave the size out</source>
            <translation>eine TorchScript-Datei nimmt Bilder jeder Größe; die Größe weglassen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/export.py" />
            <source>the size is {size}; both sides must be multiples of {multiple}</source>
            <translation>die Größe ist {size}; beide Seiten müssen Vielfache von {multiple} sein</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/export.py" />
            <source>{path} was not written: in {runtime} its matte differs from PyTorch's by {difference:.2g} on average, and {limit:g} is the limit</source>
            <translation>{path} wurde nicht geschrieben: in {runtime} weicht die Maske im Mittel um {difference:.2g} von der aus PyTorch ab, und {limit:g} ist die Grenze</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/exported.py" />
            <source>{path} was not written by Matting RT: it does not say what network it holds; export a checkpoint anew with: matting-rt models export</source>
            <translation>{path} stammt nicht von Matting RT: die Datei sagt nicht, welches Netz sie enthält; einen Checkpoint neu exportieren mit: matting-rt models export</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/exported.py" />
            <source>{path} was written by another version of Matting RT; export it anew</source>
            <translation>{path} stammt von einer anderen Version von Matting RT; neu exportieren</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/exported.py" />
            <source>{path} has damaged metadata ({error}); export it anew</source>
            <translation>{path} hat beschädigte Metadaten ({error}); neu exportieren</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/exported.py" />
            <source>{path} is not a whole ONNX file ({reason}); export it anew</source>
            <translation>{path} ist keine vollständige ONNX-Datei ({reason}); neu exportieren</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/exported.py" />
            <source>{path} takes its weights from other files; export it anew, with all in one file</source>
            <translation>{path} holt die Gewichte aus anderen Dateien; neu exportieren, mit allem in einer Datei</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/exported.py" />
            <source>{path} is not a whole TorchScript file ({error}); export it anew</source>
            <translation>{path} ist keine vollständige TorchScript-Datei ({error}); neu exportieren</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/exported.py" />
            <source>{path} is of the engine {engine}, not {asked}; give its weights instead</source>
            <translation>{path} ist für die Engine {engine}, nicht {asked}; stattdessen die Gewichte wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/exported.py" />
            <source>{path} was exported with {name} {fixed:g}, not {asked:g}; export it anew with that</source>
            <translation>{path} wurde mit {name} {fixed:g} exportiert, nicht {asked:g}; damit neu exportieren</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/exported.py" />
            <source>{path} was exported in {exported_precision}; export it anew in {precision}</source>
            <translation>{path} wurde in {exported_precision} exportiert; in {precision} neu exportieren</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/exported.py" />
            <source>{path} was exported for single frames of {only}; export it for any size</source>
            <translation>{path} wurde für einzelne Bilder von {only} exportiert; für jede Größe exportieren</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/exported.py" />
            <source>{path} was exported for frames of {only}, not {size}; export it for any size</source>
            <translation>{path} wurde für Bilder von {only} exportiert, nicht {size}; für jede Größe exportieren</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/exported.py" />
            <source>{path} is damaged ({reason}); export it anew</source>
            <translation>{path} ist beschädigt ({reason}); neu exportieren</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/memory.py" />
            <source>the engine {name} is out of memory; choose a lower quality or a smaller size</source>
            <translation>der Engine {name} reicht der Speicher nicht; eine niedrigere Qualität oder kleinere Bilder wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/onnx.py" />
            <source>this ONNX Runtime cannot use CUDA; install onnxruntime-gpu in place of onnxruntime, or choose the torchscript engine</source>
            <translation>diese ONNX Runtime kann CUDA nicht verwenden; onnxruntime-gpu anstelle von onnxruntime installieren oder die Engine torchscript wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/onnx.py" />
            <source>ONNX Runtime cannot load CUDA and cuDNN, or not in the versions that it was built for; install the onnxruntime-gpu of PyTorch's CUDA, or choose the torchscript engine</source>
            <translation>ONNX Runtime kann CUDA und cuDNN nicht laden, oder nicht in den passenden Versionen; das onnxruntime-gpu zur CUDA-Version von PyTorch installieren oder die Engine torchscript wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/part_sessions.py" />
            <source>the engine is closed; open another, and a stream of it</source>
            <translation>die Engine ist geschlossen; eine andere öffnen, und einen Stream davon</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/parts.py" />
            <source>{path} comes without {first} and {second}, and to make them</source>
            <translation>{path} kommt ohne {first} und {second}; sie zu erzeugen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/person.py" />
            <source>people are looked for in RGB pictures (H, W, 3), not in one of {shape}</source>
            <translation>Personen werden in RGB-Bildern (H, W, 3) gesucht, nicht in einem der Form {shape}</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/program.py" />
            <source>the engine {name} gives neither errors nor refined cells; choose the engine torch</source>
            <translation>die Engine {name} liefert weder Fehlerschätzung noch verfeinerte Zellen; die Engine torch wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/program.py" />
            <source>{device} has not enough memory for {model} at {size}; choose a smaller model or smaller frames</source>
            <translation>{device} hat nicht genug Speicher für {model} bei {size}; ein kleineres Modell oder kleinere Bilder wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/program.py" />
            <source>the {name} is {kind} of shape {shape}; give RGB as floating point of shape (1, 3, H, W)</source>
            <translation>{name} ist {kind} der Form {shape}; nötig ist RGB in Gleitkommazahlen der Form (1, 3, H, W)</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/program.py" />
            <source>the frame is {width}x{height} and the plate {plate_width}x{plate_height}; they must be of one size</source>
            <translation>das Bild hat {width}x{height} und das Raumbild {plate_width}x{plate_height}; beide müssen gleich groß sein</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/program.py" />
            <source>the frame is {width}x{height}; both sides must be at least {least} pixels</source>
            <translation>das Bild hat {width}x{height}; beide Seiten brauchen mindestens {least} Pixel</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/program.py" />
            <source>{name} holds values from {low:g} to {high:g}; give RGB in the range 0..1</source>
            <translation>{name} enthält Werte von {low:g} bis {high:g}; nötig ist RGB im Bereich 0..1</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/runtimes.py" />
            <source>the precision is bf16, in which this processor does not compute; choose fp32 or auto</source>
            <translation>die Genauigkeit ist bf16, in der dieser Prozessor nicht rechnet; fp32 oder auto wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/select.py" />
            <source>the engine {engine} does not run {model} ({variant}) in this way on {device}; choose another engine, or the device cpu</source>
            <translation>die Engine {engine} führt {model} ({variant}) auf {device} so nicht aus; eine andere Engine oder das Gerät cpu wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/select.py" />
            <source>the engine {engine} does not run on {device}; choose the device {devices}, or the engine {others}</source>
            <translation>die Engine {engine} läuft nicht auf {device}; das Gerät {devices} oder die Engine {others} wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/select.py" />
            <source>the device is cuda, but PyTorch finds no CUDA device here that it can use; choose cpu or auto</source>
            <translation>das Gerät ist cuda, aber PyTorch findet hier kein nutzbares CUDA-Gerät; cpu oder auto wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/select.py" />
            <source>choose the device cpu</source>
            <translation>das Gerät cpu wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/select.py" />
            <source>{install}, or choose the device cpu</source>
            <translation>{install}, oder das Gerät cpu wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/select.py" />
            <source>this {engine} cannot use {device}; {advice}</source>
            <translation>dieses {engine} kann {device} nicht verwenden; {advice}</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/select.py" />
            <source>the precision is bf16, which is the engine {engine}'s, on a CPU; choose that, or auto</source>
            <translation>die Genauigkeit ist bf16, die es nur bei der Engine {engine} auf einer CPU gibt; diese oder auto wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/select.py" />
            <source>the precision is fp16, which is slower than fp32 on a CPU; choose fp32 or auto</source>
            <translation>die Genauigkeit ist fp16, die auf einer CPU langsamer als fp32 ist; fp32 oder auto wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/select.py" />
            <source>the precision is fp16, which is not used on {device}; choose fp32 or auto</source>
            <translation>die Genauigkeit ist fp16, die auf {device} nicht verwendet wird; fp32 oder auto wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/select.py" />
            <source>{model} is an exported program, which does not run on {device}</source>
            <translation>{model} ist ein exportiertes Programm, das auf {device} nicht läuft</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/select.py" />
            <source>the exported program {model}</source>
            <translation>das exportierte Programm {model}</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/sessions.py" />
            <source>install onnxruntime</source>
            <translation>onnxruntime installieren</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/sessions.py" />
            <source>install onnxruntime-gpu in place of onnxruntime</source>
            <translation>onnxruntime-gpu anstelle von onnxruntime installieren</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/sessions.py" />
            <source>install onnxruntime-directml in its place (Windows)</source>
            <translation>stattdessen onnxruntime-directml installieren (Windows)</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/sessions.py" />
            <source>it is in macOS's onnxruntime</source>
            <translation>es gehört zum onnxruntime von macOS</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/sessions.py" />
            <source>ONNX Runtime cannot load its {provider}; choose the device cpu</source>
            <translation>ONNX Runtime kann {provider} nicht laden; das Gerät cpu wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/tensor_stream.py" />
            <source>the model produced NaN or infinite values; choose another model or --precision fp32</source>
            <translation>das Modell lieferte NaN oder unendliche Werte; ein anderes Modell oder --precision fp32 wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/inference/tiles.py" />
            <source>the model produced NaN or infinite values; choose another model</source>
            <translation>das Modell lieferte NaN oder unendliche Werte; ein anderes Modell wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/library.py" />
            <source>the picture</source>
            <translation>das Bild</translation>
        </message>
        <message>
            <location filename="matting_rt/library.py" />
            <source>the plate</source>
            <translation>das Raumbild</translation>
        </message>
        <message>
            <location filename="matting_rt/library.py" />
            <source>the backdrop is of the type {kind}; give a text, a path, or a Backdrop</source>
            <translation>Der Hintergrund ist vom Typ {kind}; möglich sind ein Text, ein Pfad oder ein Backdrop</translation>
        </message>
        <message>
            <location filename="matting_rt/library.py" />
            <source>{name} is {dtype} of shape {shape}; give uint8, uint16 or float32 of shape (H, W, 3), RGB</source>
            <translation>{name} ist {dtype} der Form {shape}; nötig ist uint8, uint16 oder float32 der Form (H, W, 3), RGB</translation>
        </message>
        <message>
            <location filename="matting_rt/library.py" />
            <source>device, engine and precision belong into the configuration that is given with them</source>
            <translation>Gerät, Engine und Genauigkeit gehören in die mitgegebene Konfiguration</translation>
        </message>
        <message>
            <location filename="matting_rt/library.py" />
            <source>the {name} is {value!r}; choose one of {choices}</source>
            <translation>{name} ist {value!r}; zur Wahl stehen {choices}</translation>
        </message>
        <message>
            <location filename="matting_rt/lines.py" />
            <source>{some} or {last}</source>
            <translation>{some} oder {last}</translation>
        </message>
        <message>
            <location filename="matting_rt/lines.py" />
            <source>{some} and {last}</source>
            <translation>{some} und {last}</translation>
        </message>
        <message>
            <location filename="matting_rt/live/commands.py" />
            <source>{word!r} is no command; known are {known}</source>
            <translation>{word!r} ist kein Befehl; bekannt sind {known}</translation>
        </message>
        <message>
            <location filename="matting_rt/live/commands.py" />
            <source>backdrop takes a colour, blur, transparent or a file; the other commands take nothing</source>
            <translation>backdrop nimmt eine Farbe, blur, transparent oder eine Datei; die anderen Befehle nehmen nichts</translation>
        </message>
        <message>
            <location filename="matting_rt/live/commands.py" />
            <source>the running matting-rt live has no window to show</source>
            <translation>das laufende matting-rt live hat kein Fenster</translation>
        </message>
        <message>
            <location filename="matting_rt/live/control.py" />
            <source>cannot listen on {path}: {reason}</source>
            <translation>an {path} lässt sich nichts empfangen: {reason}</translation>
        </message>
        <message>
            <location filename="matting_rt/live/control.py" />
            <source>a command is one line of at most {limit} bytes; give a shorter one</source>
            <translation>ein Befehl ist eine Zeile von höchstens {limit} Byte; einen kürzeren geben</translation>
        </message>
        <message>
            <location filename="matting_rt/live/control.py" />
            <source>Matting RT is not running; start it with: matting-rt live ...</source>
            <translation>Matting RT läuft nicht; starten mit: matting-rt live ...</translation>
        </message>
        <message>
            <location filename="matting_rt/live/control.py" />
            <source>the running Matting RT does not answer within {limit:g} s; try again</source>
            <translation>das laufende Matting RT antwortet nicht innerhalb von {limit:g} s; noch einmal versuchen</translation>
        </message>
        <message>
            <location filename="matting_rt/live/control.py" />
            <source>cannot talk to the running Matting RT at {path}: {reason}</source>
            <translation>das laufende Matting RT ist über {path} nicht zu erreichen: {reason}</translation>
        </message>
        <message>
            <location filename="matting_rt/live/control.py" />
            <source>the running Matting RT hung up without an answer; try again</source>
            <translation>das laufende Matting RT hat ohne Antwort aufgelegt; noch einmal versuchen</translation>
        </message>
        <message>
            <location filename="matting_rt/live/control.py" />
            <source>the control socket is not on this system yet; use the keys q, b and space in its terminal</source>
            <translation>den Steuer-Socket gibt es auf diesem System noch nicht; die Tasten q, b und Leertaste im Terminal verwenden</translation>
        </message>
        <message>
            <location filename="matting_rt/live/control.py" />
            <source>{path} is too long for a socket; set XDG_RUNTIME_DIR to a shorter path</source>
            <translation>{path} ist zu lang für einen Socket; XDG_RUNTIME_DIR auf einen kürzeren Pfad setzen</translation>
        </message>
        <message>
            <location filename="matting_rt/live/control.py" />
            <source>{folder} belongs to somebody else; remove it, or set XDG_RUNTIME_DIR to a folder of yours</source>
            <translation>{folder} gehört jemand anderem; entfernen oder XDG_RUNTIME_DIR auf einen eigenen Ordner setzen</translation>
        </message>
        <message>
            <location filename="matting_rt/live/control.py" />
            <source>Matting RT is already running; end it with: matting-rt control stop</source>
            <translation>Matting RT läuft schon; beenden mit: matting-rt control stop</translation>
        </message>
        <message>
            <location filename="matting_rt/live/disk_room.py" />
            <source>only {free} MB are free in {folder}; free some space, or choose another folder</source>
            <translation>in {folder} sind nur {free} MB frei; Platz schaffen oder einen anderen Ordner wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/live/disk_room.py" />
            <source>there is room for about {minutes} more minutes of recording; free some space, or choose another folder</source>
            <translation>der Platz reicht noch für etwa {minutes} Minuten Aufnahme; Platz schaffen oder einen anderen Ordner wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/live/disk_room.py" />
            <source>there is hardly any room in {folder} ({free} MB); free some space, or choose another folder</source>
            <translation>in {folder} ist kaum noch Platz ({free} MB); Platz schaffen oder einen anderen Ordner wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/live/hearing.py" />
            <source>the microphone is heard again</source>
            <translation>das Mikrofon ist wieder zu hören</translation>
        </message>
        <message>
            <location filename="matting_rt/live/hearing.py" />
            <source>the recording goes on without sound: {reason}</source>
            <translation>die Aufnahme läuft ohne Ton weiter: {reason}</translation>
        </message>
        <message>
            <location filename="matting_rt/live/matting.py" />
            <source>out of memory even at the lowest quality; choose smaller frames</source>
            <translation>der Speicher reicht selbst bei der niedrigsten Qualität nicht; kleinere Bilder wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/live/matting.py" />
            <source>out of memory; lowering quality</source>
            <translation>der Speicher reicht nicht; die Qualität wird gesenkt</translation>
        </message>
        <message>
            <location filename="matting_rt/live/output_kinds.py" />
            <source>live video does not write to standard output; give the name of a video file</source>
            <translation>Live-Video schreibt nicht auf die Standardausgabe; den Namen einer Videodatei angeben</translation>
        </message>
        <message>
            <location filename="matting_rt/live/parts.py" />
            <source>{camera} is a pipe or a socket, which is no camera; give a camera, a video or a folder of pictures</source>
            <translation>{camera} ist eine Pipe oder ein Socket und keine Kamera; eine Kamera, ein Video oder einen Bilderordner angeben</translation>
        </message>
        <message>
            <location filename="matting_rt/live/parts.py" />
            <source>the pictures of {camera} are {size}, and live video takes {least} or more; choose another</source>
            <translation>die Bilder von {camera} sind {size} groß, und Live-Video braucht mindestens {least}; etwas anderes wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/live/parts.py" />
            <source>live video cannot be transparent; choose a colour for the other program to key out, e.g. lime</source>
            <translation>Live-Video kann nicht transparent sein; eine Farbe wählen, die das andere Programm ausstanzt, z. B. lime</translation>
        </message>
        <message>
            <location filename="matting_rt/live/parts.py" />
            <source>the plate of live video is no file auto; give None, and it is learned while frames go by</source>
            <translation>das Raumbild für Live-Video kann nicht auto sein; None angeben, dann wird es gelernt</translation>
        </message>
        <message>
            <location filename="matting_rt/live/pipeline.py" />
            <source>the camera sends no more frames</source>
            <translation>die Kamera liefert keine Bilder mehr</translation>
        </message>
        <message>
            <location filename="matting_rt/live/pipeline.py" />
            <source>the camera now sends {size} instead of {expected}; start again</source>
            <translation>die Kamera liefert jetzt {size} statt {expected}; neu starten</translation>
        </message>
        <message>
            <location filename="matting_rt/live/pipeline.py" />
            <source>matting failed: {reason}</source>
            <translation>das Freistellen ist fehlgeschlagen: {reason}</translation>
        </message>
        <message>
            <location filename="matting_rt/live/plate_capture.py" />
            <source>Step out of the picture: {countdown_s}</source>
            <translation>Aus dem Bild gehen: {countdown_s}</translation>
        </message>
        <message>
            <location filename="matting_rt/live/plate_capture.py" />
            <source>{reason}. It is tried again once that has changed.</source>
            <translation>{reason}. Sobald sich das geändert hat, folgt von selbst ein neuer Versuch.</translation>
        </message>
        <message>
            <location filename="matting_rt/live/plate_capture.py" />
            <source>The plate is {problem}; the cut-out will be less accurate there.</source>
            <translation>Mangel des Raumbilds: {problem}; dort gelingt das Ausschneiden weniger genau.</translation>
        </message>
        <message>
            <location filename="matting_rt/live/recording.py" />
            <source>the recording could not be finished within {limit:g} s</source>
            <translation>die Aufnahme konnte nicht innerhalb von {limit:g} s abgeschlossen werden</translation>
        </message>
        <message>
            <location filename="matting_rt/live/recording.py" />
            <source>the recording has ended: {error}</source>
            <translation>die Aufnahme ist beendet: {error}</translation>
        </message>
        <message>
            <location filename="matting_rt/live/recording.py" />
            <source>{path} is no longer there; record into another folder</source>
            <translation>{path} ist nicht mehr da; in einen anderen Ordner aufnehmen</translation>
        </message>
        <message>
            <location filename="matting_rt/live/recording.py" />
            <source>the disk is nearly full, so the recording ends; it is in {path}</source>
            <translation>der Datenträger ist fast voll, deshalb endet die Aufnahme; sie liegt in {path}</translation>
        </message>
        <message>
            <location filename="matting_rt/live/session_commands.py" />
            <source>others see the output already</source>
            <translation>andere sehen die Ausgabe schon</translation>
        </message>
        <message>
            <location filename="matting_rt/live/session_commands.py" />
            <source>this was started without an output; start it again with --output</source>
            <translation>das Programm wurde ohne Ausgabe gestartet; mit --output neu starten</translation>
        </message>
        <message>
            <location filename="matting_rt/live/session_commands.py" />
            <source>nobody sees the output</source>
            <translation>niemand sieht die Ausgabe</translation>
        </message>
        <message>
            <location filename="matting_rt/live/session_commands.py" />
            <source>nothing is being recorded</source>
            <translation>es läuft keine Aufnahme</translation>
        </message>
        <message>
            <location filename="matting_rt/live/state.py" />
            <source>A new plate is being taken</source>
            <translation>Das Raumbild wird neu aufgenommen</translation>
        </message>
        <message>
            <location filename="matting_rt/live/state.py" />
            <source>The camera is being reconnected</source>
            <translation>Die Kamera wird neu verbunden</translation>
        </message>
        <message>
            <location filename="matting_rt/live/state.py" />
            <source>It is too dark</source>
            <translation>Es ist zu dunkel</translation>
        </message>
        <message>
            <location filename="matting_rt/live/state.py" />
            <source>One moment, please</source>
            <translation>Einen Moment, bitte</translation>
        </message>
        <message>
            <location filename="matting_rt/live/writer.py" />
            <source>the present output does not answer, so it stays; stop and start again</source>
            <translation>die gegenwärtige Ausgabe antwortet nicht und bleibt deshalb; beenden und neu starten</translation>
        </message>
        <message>
            <location filename="matting_rt/live/writer.py" />
            <source>there is no picture yet; try again in a moment</source>
            <translation>es gibt noch kein Bild; gleich noch einmal versuchen</translation>
        </message>
        <message>
            <location filename="matting_rt/media/encoding_choice.py" />
            <source>{path}: {codec} does not hold HDR; choose {codecs}, or bring it to BT.709</source>
            <translation>{path}: {codec} kann kein HDR enthalten; {codecs} wählen oder auf BT.709 umrechnen lassen</translation>
        </message>
        <message>
            <location filename="matting_rt/media/encoding_choice.py" />
            <source>{path}: {codec} has too few bits for linear light; choose {codecs}, or leave linear out</source>
            <translation>{path}: {codec} hat zu wenig Bit für lineares Licht; möglich sind {codecs}, oder linear weglassen</translation>
        </message>
        <message>
            <location filename="matting_rt/media/encoding_choice.py" />
            <source>{path} cannot be written: the name must end in one of {suffixes}</source>
            <translation>{path} lässt sich nicht schreiben: mögliche Endungen sind {suffixes}</translation>
        </message>
        <message>
            <location filename="matting_rt/media/encoding_choice.py" />
            <source>{path} cannot hold transparency; let the name end in {suffixes}</source>
            <translation>{path} kann keine Transparenz enthalten; mögliche Endungen sind {suffixes}</translation>
        </message>
        <message>
            <location filename="matting_rt/media/encoding_choice.py" />
            <source>there is no codec {name!r}; choose of {codecs}</source>
            <translation>es gibt keinen Codec {name!r}; zur Wahl stehen {codecs}</translation>
        </message>
        <message>
            <location filename="matting_rt/media/encoding_choice.py" />
            <source>{path} cannot hold {codec}; let the name end in {suffixes}</source>
            <translation>{path} kann {codec} nicht enthalten; mögliche Endungen sind {suffixes}</translation>
        </message>
        <message>
            <location filename="matting_rt/media/encoding_choice.py" />
            <source>{path}: {codec} holds no transparency; choose {codecs}</source>
            <translation>{path}: {codec} kann keine Transparenz enthalten; möglich sind {codecs}</translation>
        </message>
        <message>
            <location filename="matting_rt/media/encoding_choice.py" />
            <source>{path}: {codec} does not store {depth} bits here; choose {depths}</source>
            <translation>{path}: {codec} speichert hier nicht {depth} Bit; möglich sind {depths}</translation>
        </message>
        <message>
            <location filename="matting_rt/media/encoding_choice.py" />
            <source>{path}: {codec} has only one quality; leave it out</source>
            <translation>{path}: {codec} hat nur eine Qualität; sie bitte weglassen</translation>
        </message>
        <message>
            <location filename="matting_rt/media/encoding_choice.py" />
            <source>{path}: the quality of {codec} is {least} to {most} ({meaning}), not {quality}</source>
            <translation>{path}: die Qualität von {codec} reicht von {least} bis {most} ({meaning}), nicht {quality}</translation>
        </message>
        <message>
            <location filename="matting_rt/media/files.py" />
            <source>there is no video {path}; check its name</source>
            <translation>es gibt kein Video {path}; den Namen prüfen</translation>
        </message>
        <message>
            <location filename="matting_rt/media/files.py" />
            <source>{path} is empty; copy or record it again</source>
            <translation>{path} ist leer; noch einmal kopieren oder aufnehmen</translation>
        </message>
        <message>
            <location filename="matting_rt/media/files.py" />
            <source>{path} is not a video that can be read (not a video file, a list of other files, or its recording or copy was cut short)</source>
            <translation>{path} ist kein lesbares Video (keine Videodatei, eine Liste anderer Dateien, oder beim Aufnehmen oder Kopieren abgebrochen)</translation>
        </message>
        <message>
            <location filename="matting_rt/media/files.py" />
            <source>standard input cannot be read as {size}, {rate} fps, {pixel_format}: {reason}</source>
            <translation>die Standardeingabe lässt sich nicht als {size}, {rate} fps, {pixel_format} lesen: {reason}</translation>
        </message>
        <message>
            <location filename="matting_rt/media/files.py" />
            <source>standard input is not a video that can be read; for raw video give --size, --rate and --pixel-format</source>
            <translation>die Standardeingabe ist kein lesbares Video; zu reinen Pixeln gehören --size, --rate und --pixel-format</translation>
        </message>
        <message>
            <location filename="matting_rt/media/files.py" />
            <source>{path}: {kinds} left out: the output holds pictures alone</source>
            <translation>{path}: {kinds} fällt weg: die Ausgabe enthält nur Bilder</translation>
        </message>
        <message>
            <location filename="matting_rt/media/files.py" />
            <source>only audio</source>
            <translation>nur Ton</translation>
        </message>
        <message>
            <location filename="matting_rt/media/files.py" />
            <source>no video</source>
            <translation>kein Video</translation>
        </message>
        <message>
            <location filename="matting_rt/media/files.py" />
            <source>{path} holds {holds}; give a file with a video stream</source>
            <translation>{path} enthält {holds}; eine Datei mit Videospur wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/media/files.py" />
            <source>{path} has no video stream {number}; they are counted from 0 to {last}</source>
            <translation>{path} hat keine Videospur {number}; sie zählen von 0 bis {last}</translation>
        </message>
        <message>
            <location filename="matting_rt/model_files.py" />
            <source>{name} comes with the program and stays; only imported models can be removed</source>
            <translation>{name} gehört zum Programm und bleibt; nur importierte Modelle lassen sich entfernen</translation>
        </message>
        <message>
            <location filename="matting_rt/model_files.py" />
            <source>no imported model is called {name!r}; there are: {models}</source>
            <translation>kein importiertes Modell heißt {name!r}; es gibt: {models}</translation>
        </message>
        <message>
            <location filename="matting_rt/model_files.py" />
            <source>{path} cannot be deleted ({reason})</source>
            <translation>{path} lässt sich nicht löschen ({reason})</translation>
        </message>
        <message>
            <location filename="matting_rt/model_files.py" />
            <source>{model} only tells people from room; choose a model that mattes: {models}</source>
            <translation>{model} unterscheidet nur Personen vom Raum; ein Modell wählen, das freistellt: {models}</translation>
        </message>
        <message>
            <location filename="matting_rt/model_files.py" />
            <source>{path} is an exported program; give the weights that it was made of</source>
            <translation>{path} ist ein exportiertes Programm; die Gewichte wählen, aus denen es entstand</translation>
        </message>
        <message>
            <location filename="matting_rt/model_files.py" />
            <source>{path} is a PyTorch file; import it first with: matting-rt models import {path}</source>
            <translation>{path} ist eine PyTorch-Datei; zuerst importieren mit: matting-rt models import {path}</translation>
        </message>
        <message>
            <location filename="matting_rt/model_files.py" />
            <source>there is no weights file {path}; choose another model</source>
            <translation>es gibt keine Gewichtsdatei {path}; ein anderes Modell wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/model_files.py" />
            <source>no model is called {name!r}; none is installed: give the path of a {suffix} file</source>
            <translation>kein Modell heißt {name!r}; es ist keines installiert: den Pfad einer {suffix}-Datei angeben</translation>
        </message>
        <message>
            <location filename="matting_rt/model_files.py" />
            <source>no model is called {name!r}; choose {models}, or give the path of a {suffix} file</source>
            <translation>kein Modell heißt {name!r}; zur Wahl stehen {models} oder der Pfad einer {suffix}-Datei</translation>
        </message>
        <message>
            <location filename="matting_rt/model_files.py" />
            <source>{path} was not written by Matting RT: its header names no network; use a released model</source>
            <translation>{path} stammt nicht von Matting RT: der Dateikopf nennt kein Netz; ein veröffentlichtes Modell verwenden</translation>
        </message>
        <message>
            <location filename="matting_rt/model_files.py" />
            <source>{path} is of format {version}; this program reads {known}; choose another model</source>
            <translation>{path} hat Format {version}; dieses Programm liest {known}; ein anderes Modell wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/model_files.py" />
            <source>{path} is not a whole {suffix} file ({error}); fetch it again</source>
            <translation>{path} ist keine vollständige {suffix}-Datei ({error}); noch einmal herunterladen</translation>
        </message>
        <message>
            <location filename="matting_rt/model_files.py" />
            <source>{path} cannot be read ({reason}); it comes with the program: reinstall it</source>
            <translation>{path} lässt sich nicht lesen ({reason}); die Datei gehört zum Programm: neu installieren</translation>
        </message>
        <message>
            <location filename="matting_rt/model_files.py" />
            <source>{path} is missing; it comes with the program: reinstall it</source>
            <translation>{path} fehlt; die Datei gehört zum Programm: neu installieren</translation>
        </message>
        <message>
            <location filename="matting_rt/model_files.py" />
            <source>{path} is damaged or was changed: its sha256 begins with {found} instead of {expected}; fetch it again (a released model comes with the program: reinstall it)</source>
            <translation>{path} ist beschädigt oder verändert: die sha256 beginnt mit {found} statt {expected}; noch einmal herunterladen (ein veröffentlichtes Modell gehört zum Programm: neu installieren)</translation>
        </message>
        <message>
            <location filename="matting_rt/model_files.py" />
            <source>{path} holds no sha256; write it again with sha256sum</source>
            <translation>{path} enthält keine sha256; mit sha256sum neu schreiben</translation>
        </message>
        <message>
            <location filename="matting_rt/network/matting.py" />
            <source>backbone_scale is {backbone_scale}; choose a value above 0 and up to 0.5</source>
            <translation>backbone_scale ist {backbone_scale}; möglich: ein Wert über 0 und bis 0,5</translation>
        </message>
        <message>
            <location filename="matting_rt/network/matting.py" />
            <source>{name} is {kind} of shape {shape}; give RGB as floating point of shape (B, 3, H, W)</source>
            <translation>{name} ist {kind} der Form {shape}; nötig ist RGB in Gleitkommazahlen der Form (B, 3, H, W)</translation>
        </message>
        <message>
            <location filename="matting_rt/network/matting.py" />
            <source>src is of shape {shape} and bgr of {plate_shape}; they must agree</source>
            <translation>src hat die Form {shape} und bgr {plate_shape}; beide müssen übereinstimmen</translation>
        </message>
        <message>
            <location filename="matting_rt/network/matting.py" />
            <source>src is {width}x{height}; both sides must be multiples of {multiple}</source>
            <translation>src hat {width}x{height}; beide Seiten müssen Vielfache von {multiple} sein</translation>
        </message>
        <message>
            <location filename="matting_rt/network/person.py" />
            <source>the person network takes (B, 3, H, W), multiples of {multiple}; not {shape}</source>
            <translation>das Personennetz nimmt (B, 3, H, W), Vielfache von {multiple}; nicht {shape}</translation>
        </message>
        <message>
            <location filename="matting_rt/network/variants.py" />
            <source>no network is called {variant!r}; choose one of {variants}</source>
            <translation>kein Netz heißt {variant!r}; zur Wahl stehen {variants}</translation>
        </message>
        <message>
            <location filename="matting_rt/network/variants.py" />
            <source>no kind of network is called {kind!r}; choose base or refine</source>
            <translation>keine Art von Netz heißt {kind!r}; base oder refine wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/outputs.py" />
            <source>the backdrop gives {kind} {shape}; it must give uint8 {wanted}</source>
            <translation>der Hintergrund gibt {kind} {shape}; er muss uint8 {wanted} geben</translation>
        </message>
        <message>
            <location filename="matting_rt/pictures/files.py" />
            <source>a PDF document</source>
            <translation>ein PDF-Dokument</translation>
        </message>
        <message>
            <location filename="matting_rt/pictures/files.py" />
            <source>a Photoshop file</source>
            <translation>eine Photoshop-Datei</translation>
        </message>
        <message>
            <location filename="matting_rt/pictures/files.py" />
            <source>an OpenEXR picture</source>
            <translation>ein OpenEXR-Bild</translation>
        </message>
        <message>
            <location filename="matting_rt/pictures/files.py" />
            <source>a JPEG XL picture</source>
            <translation>ein JPEG-XL-Bild</translation>
        </message>
        <message>
            <location filename="matting_rt/pictures/files.py" />
            <source>a video</source>
            <translation>ein Video</translation>
        </message>
        <message>
            <location filename="matting_rt/pictures/files.py" />
            <source>an SVG drawing</source>
            <translation>eine SVG-Zeichnung</translation>
        </message>
        <message>
            <location filename="matting_rt/pictures/files.py" />
            <source>a web page</source>
            <translation>eine Webseite</translation>
        </message>
        <message>
            <location filename="matting_rt/pictures/files.py" />
            <source>a ZIP archive</source>
            <translation>ein ZIP-Archiv</translation>
        </message>
        <message>
            <location filename="matting_rt/pictures/files.py" />
            <source>{path} is a {format} picture, and what reads those is not installed: pip install {package}</source>
            <translation>{path} ist ein Bild der Art {format}, und was solche liest, ist nicht installiert: pip install {package}</translation>
        </message>
        <message>
            <location filename="matting_rt/pictures/files.py" />
            <source>it is empty; copy it again</source>
            <translation>die Datei ist leer; noch einmal kopieren</translation>
        </message>
        <message>
            <location filename="matting_rt/pictures/files.py" />
            <source>it is a damaged {format}; copy it again</source>
            <translation>es ist ein beschädigtes {format}; noch einmal kopieren</translation>
        </message>
        <message>
            <location filename="matting_rt/pictures/files.py" />
            <source>of an unknown kind</source>
            <translation>von unbekannter Art</translation>
        </message>
        <message>
            <location filename="matting_rt/pictures/files.py" />
            <source>it is {kind}; save it as PNG or JPEG</source>
            <translation>es ist {kind}; als PNG oder JPEG speichern</translation>
        </message>
        <message>
            <location filename="matting_rt/pictures/files.py" />
            <source>{path} is not a picture that can be read: {reason}, or choose another</source>
            <translation>{path} ist kein lesbares Bild: {reason} oder ein anderes wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/pictures/files.py" />
            <source>{path} is {size}; {most} pixels a side and {megapixels} megapixels are the most; make it smaller first</source>
            <translation>{path} hat {size}; höchstens {most} Pixel je Seite und {megapixels} Megapixel sind möglich; zuerst verkleinern</translation>
        </message>
        <message>
            <location filename="matting_rt/pictures/thumbnail.py" />
            <source>the video {path} holds no picture; choose another</source>
            <translation>das Video {path} enthält kein Bild; ein anderes wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>known only in part: somebody is in it, over {share:.0%} of the picture</source>
            <translation>nur zum Teil bekannt: jemand ist darin, auf {share:.0%} des Bildes</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/check.py" />
            <source>The plate {plate} is {problem}; the cut-out will be less accurate there</source>
            <translation>Mangel des Raumbilds {plate}: {problem}; dort gelingt das Ausschneiden weniger genau</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/check.py" />
            <source>The plate {plate} is only {size}; its short side must be {least} or more</source>
            <translation>Das Raumbild {plate} hat nur {size}; die kurze Seite braucht mindestens {least}</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/check.py" />
            <source>The plate {plate} is black; switch on the light or uncover the camera and take it again</source>
            <translation>Das Raumbild {plate} ist schwarz; Licht einschalten oder die Kamera aufdecken und noch einmal aufnehmen</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/check.py" />
            <source>The plate {plate} is of one colour, not a picture of a room; take it with the camera</source>
            <translation>Das Raumbild {plate} ist einfarbig, kein Bild eines Raums; mit der Kamera aufnehmen</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/check.py" />
            <source>dark (mean {brightness:.0f} of 255)</source>
            <translation>dunkel (im Mittel {brightness:.0f} von 255)</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/check.py" />
            <source>overexposed ({share:.0%} of it is plain white)</source>
            <translation>überbelichtet ({share:.0%} davon sind rein weiß)</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/check.py" />
            <source>blurred</source>
            <translation>unscharf</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/film.py" />
            <source>{share:.0%} of the room is behind somebody all the time, and edges are rougher there; for finer ones, photograph the empty scene and give that as the plate</source>
            <translation>{share:.0%} des Raums sind die ganze Zeit von jemandem verdeckt, und dort sind die Kanten gröber; für feinere die leere Szene fotografieren und als Raumbild wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/fit.py" />
            <source>The plate {plate} does not show the scene of {scene}: this looks like a backdrop, not a plate; give the same view from the same camera without the person as the plate</source>
            <translation>Das Raumbild {plate} zeigt nicht die Szene von {scene}: es sieht nach einem Hintergrund aus, nicht nach einem Raumbild; nötig ist dieselbe Ansicht derselben Kamera ohne die Person</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/from_video.py" />
            <source>{share:.0%} of the picture hardly ever shows the same (something moves there for half of the video, or the camera moves); photograph the empty scene and give that as the plate</source>
            <translation>{share:.0%} des Bildes zeigen kaum je dasselbe (dort bewegt sich die Hälfte des Videos etwas, oder die Kamera bewegt sich); die leere Szene fotografieren und als Raumbild wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/from_video.py" />
            <source>A plate cannot be built from {name}: it has only {frame_count} frames; give a picture of the empty scene</source>
            <translation>Aus {name} lässt sich kein Raumbild gewinnen: es hat nur {frame_count} Bilder; ein Bild der leeren Szene wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/library.py" />
            <source>The plate {plate} does not say which camera took it and cannot be remembered; take a new one</source>
            <translation>Das Raumbild {plate} sagt nicht, welche Kamera es aufnahm, und lässt sich nicht merken; ein neues aufnehmen</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/library.py" />
            <source>The plate cannot be remembered in {folder}: {reason}; check that there is room and that you may write there</source>
            <translation>Das Raumbild lässt sich nicht in {folder} merken: {reason}; prüfen, ob dort Platz ist und geschrieben werden darf</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/library.py" />
            <source>The previous plate cannot be restored from {before}: {reason}; take a new one</source>
            <translation>Das vorige Raumbild lässt sich nicht aus {before} wiederherstellen: {reason}; ein neues aufnehmen</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/paired.py" />
            <source>{name} has no frames; give a picture or a video of the empty room</source>
            <translation>{name} hat keine Bilder; ein Bild oder ein Video des leeren Raums wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/paired.py" />
            <source>There is no plate called {missing} for the picture {frame}, and {plate_count} plates cannot go in order with {frame_count} pictures; name the plates like the pictures</source>
            <translation>Für das Bild {frame} gibt es kein Raumbild namens {missing}, und {plate_count} Raumbilder passen der Reihe nach nicht zu {frame_count} Bildern; die Raumbilder wie die Bilder nennen</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/store.py" />
            <source>The plate {plate} is {plate_size}, the frames are {size}: another aspect ratio; take the plate with the same camera in the same mode</source>
            <translation>Das Raumbild {plate} hat {plate_size}, die Bilder haben {size}: ein anderes Seitenverhältnis; das Raumbild mit derselben Kamera im selben Modus aufnehmen</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/store.py" />
            <source>The plate {plate} is {plate_size}, much smaller than the frames of {size}; take the plate with the same camera in the same mode</source>
            <translation>Das Raumbild {plate} hat {plate_size}, viel weniger als die Bilder mit {size}; das Raumbild mit derselben Kamera im selben Modus aufnehmen</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/store.py" />
            <source>The plate {plate} was taken by the camera {taken_by}, not by {camera_id}; take one with this camera, or choose that one</source>
            <translation>Das Raumbild {plate} wurde mit der Kamera {taken_by} aufgenommen, nicht mit {camera_id}; eines mit dieser Kamera aufnehmen oder jene wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/store.py" />
            <source>The plate {plate} is {plate_size}, the camera gives {size}; take the plate again, or set the camera to {plate_size}</source>
            <translation>Das Raumbild {plate} hat {plate_size}, die Kamera liefert {size}; das Raumbild neu aufnehmen oder die Kamera auf {plate_size} stellen</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/store.py" />
            <source>The plate {error}</source>
            <translation>Raumbild: {error}</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/store.py" />
            <source>The plate {path} cannot be read: {reason}; choose another file, or take a new plate</source>
            <translation>Das Raumbild {path} lässt sich nicht lesen: {reason}; eine andere Datei wählen oder ein neues Raumbild aufnehmen</translation>
        </message>
        <message>
            <location filename="matting_rt/plate/store.py" />
            <source>The plate cannot be saved as {path}: {reason}; choose another folder</source>
            <translation>Das Raumbild lässt sich nicht als {path} speichern: {reason}; einen anderen Ordner wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/pytorch_files.py" />
            <source>{path} has more than {limit} parts and is no checkpoint; fetch another</source>
            <translation>{path} hat mehr als {limit} Teile und ist kein Checkpoint; einen anderen herunterladen</translation>
        </message>
        <message>
            <location filename="matting_rt/pytorch_files.py" />
            <source>{path} would unpack to {size_mb:,.0f} MB, and {limit_mb:,.0f} MB are the most; it was not opened</source>
            <translation>{path} hätte entpackt {size_mb:,.0f} MB, und {limit_mb:,.0f} MB sind das Höchste; die Datei wurde nicht geöffnet</translation>
        </message>
        <message>
            <location filename="matting_rt/pytorch_files.py" />
            <source>{path} is packed in a way that PyTorch does not know; fetch another</source>
            <translation>{path} ist so gepackt, wie PyTorch es nicht kennt; eine andere Datei herunterladen</translation>
        </message>
        <message>
            <location filename="matting_rt/pytorch_files.py" />
            <source>{path} is not a whole archive ({error}); fetch it again</source>
            <translation>{path} ist kein vollständiges Archiv ({error}); noch einmal herunterladen</translation>
        </message>
        <message>
            <location filename="matting_rt/pytorch_files.py" />
            <source>{path} is not a PyTorch checkpoint, or holds objects other than tensors and was not opened; import a file that holds a plain state_dict</source>
            <translation>{path} ist kein PyTorch-Checkpoint oder enthält anderes als Tensoren und wurde nicht geöffnet; eine Datei mit einem einfachen state_dict importieren</translation>
        </message>
        <message>
            <location filename="matting_rt/pytorch_files.py" />
            <source>{path} cannot be read ({reason})</source>
            <translation>{path} lässt sich nicht lesen ({reason})</translation>
        </message>
        <message>
            <location filename="matting_rt/pytorch_files.py" />
            <source>{path} is not a PyTorch checkpoint, or is damaged or not whole; fetch it again</source>
            <translation>{path} ist kein PyTorch-Checkpoint, oder beschädigt oder unvollständig; noch einmal herunterladen</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/base.py" />
            <source>frame {index} is {frame_size}, but the output was opened for {size}</source>
            <translation>Bild {index} hat {frame_size}, aber die Ausgabe wurde für {size} geöffnet</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/base.py" />
            <source>the output cannot be transparent; choose a backdrop that is not</source>
            <translation>die Ausgabe kann nicht transparent sein; einen Hintergrund wählen, der es nicht ist</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/companions.py" />
            <source>{damaged} damaged pieces of audio or subtitles are left out</source>
            <translation>beschädigte Stücke von Ton oder Untertiteln, die fehlen: {damaged}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/companions.py" />
            <source>{container} files cannot hold these tags: {tags}</source>
            <translation>{container}-Dateien können diese Tags nicht enthalten: {tags}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/companions.py" />
            <source>{container} files cannot hold the language {language} of a track of {kind}</source>
            <translation>{container}-Dateien fassen die Sprache {language} einer Spur ({kind}) nicht</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/companions.py" />
            <source>audio track {number} is of an unknown kind and left out</source>
            <translation>Tonspur {number} ist von unbekannter Art und wird weggelassen</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/companions.py" />
            <source>audio track {number}: {change}</source>
            <translation>Tonspur {number}: {change}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/companions.py" />
            <source>subtitles keep their text and lose their fonts and places</source>
            <translation>Untertitel behalten ihren Text und verlieren Schriften und Orte</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/companions.py" />
            <source>{container} files cannot hold subtitle track {number}, which is left out</source>
            <translation>{container}-Dateien können die Untertitelspur {number} nicht enthalten; sie wird weggelassen</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/companions.py" />
            <source>{container} files cannot hold the attachment {name}, which is left out</source>
            <translation>{container}-Dateien können den Anhang {name} nicht enthalten; er wird weggelassen</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/companions.py" />
            <source>the cover picture is left out</source>
            <translation>das Titelbild wird weggelassen</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/companions.py" />
            <source>a track of data ({track}) is left out</source>
            <translation>eine Datenspur ({track}) wird weggelassen</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/companions.py" />
            <source>its timecode {timecode} is left out: it begins elsewhere</source>
            <translation>der Timecode {timecode} fällt weg: der Ausschnitt beginnt an anderer Stelle</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/companions.py" />
            <source>the audio ends early: {reason}</source>
            <translation>der Ton endet zu früh: {reason}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/image_files.py" />
            <source>{directory} is a file; pictures go to a directory</source>
            <translation>{directory} ist eine Datei; Bilder kommen in einen Ordner</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/image_files.py" />
            <source>{path} is one of the pictures to matte; choose another output directory</source>
            <translation>{path} gehört zu den Bildern, die freigestellt werden; einen anderen Ausgabeordner wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/image_files.py" />
            <source>{path} was not written: {error}</source>
            <translation>{path} wurde nicht geschrieben: {error}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/image_sequence.py" />
            <source>{directory} cannot be a directory of pictures: leave {suffix} out, or write a place for the number, such as {stem}.%04d{picture}</source>
            <translation>{directory} kann kein Ordner für Bilder sein: {suffix} weglassen oder eine Stelle für die Nummer angeben, etwa {stem}.%04d{picture}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/image_sequence.py" />
            <source>{path} has a place for a number, and numbered files are pictures; let the name end in {suffixes}, or leave the number out</source>
            <translation>{path} hat einen Platz für eine Nummer, und nummerierte Dateien sind Bilder; den Namen auf {suffixes} enden lassen, oder die Nummer weglassen</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/image_sequence.py" />
            <source>{path} exists; choose another name or set overwrite (--overwrite)</source>
            <translation>{path} gibt es schon; wählen Sie einen anderen Namen oder setzen Sie overwrite (--overwrite)</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/image_sequence.py" />
            <source>{other} is not one of a sequence's pictures; choose another name than its folder's</source>
            <translation>{other} gehört nicht zu einer Bildfolge; einen anderen Namen als den dieses Ordners wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/image_sequence.py" />
            <source>{directory} holds pictures; choose another name or set overwrite (--overwrite)</source>
            <translation>{directory} enthält Bilder; wählen Sie einen anderen Namen oder setzen Sie overwrite (--overwrite)</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/pipe.py" />
            <source>a pipe needs frames of one size</source>
            <translation>eine Pipe braucht Bilder von einer Größe</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/pipe.py" />
            <source>standard output is raw video: {pixel_format}, {size}, {rate} fps</source>
            <translation>die Standardausgabe ist rohes Video: {pixel_format}, {size}, {rate} fps</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/pipe.py" />
            <source>a pipe has no times: frames at uneven ones are read at {rate} fps</source>
            <translation>eine Pipe kennt keine Zeiten: ungleichmäßige Bilder werden mit {rate} fps gelesen</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/pipe.py" />
            <source>the program that reads standard output has ended</source>
            <translation>das Programm, das die Standardausgabe liest, ist beendet</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/pyvirtualcam_output.py" />
            <source>pyvirtualcam is not installed: pip install "matting-rt[live]"</source>
            <translation>pyvirtualcam ist nicht installiert: pip install "matting-rt[live]"</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/pyvirtualcam_output.py" />
            <source>{name} is gone; start it again</source>
            <translation>{name} ist weg; erneut starten</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/pyvirtualcam_output.py" />
            <source>{name} no longer takes frames: {error}</source>
            <translation>{name} nimmt keine Bilder mehr an: {error}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/pyvirtualcam_output.py" />
            <source>a virtual camera</source>
            <translation>eine virtuelle Kamera</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/pyvirtualcam_output.py" />
            <source>{which} is in use; stop the virtual camera in the program that runs it ({reason})</source>
            <translation>{which} wird schon verwendet; die virtuelle Kamera im anderen Programm beenden ({reason})</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/pyvirtualcam_output.py" />
            <source>pyvirtualcam cannot use {which} ({reason}); write to it directly: --output {which}</source>
            <translation>pyvirtualcam kann {which} nicht verwenden ({reason}); direkt hineinschreiben: --output {which}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/pyvirtualcam_output.py" />
            <source>{which} cannot be used; install OBS Studio and start its virtual camera once ({reason})</source>
            <translation>{which} ist nicht nutzbar; OBS Studio installieren und dessen virtuelle Kamera einmal starten ({reason})</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/segments.py" />
            <source>{path} is damaged or missing; start the job over</source>
            <translation>{path} ist beschädigt oder fehlt; den Auftrag von vorn beginnen</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/tracks.py" />
            <source>{was} becomes {becomes}, without loss</source>
            <translation>aus {was} wird {becomes}, ohne Verlust</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/tracks.py" />
            <source>{was} becomes {becomes}</source>
            <translation>aus {was} wird {becomes}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/v4l2_output.py" />
            <source>{device} no longer takes frames: {reason}</source>
            <translation>{device} nimmt keine Bilder mehr an: {reason}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/v4l2_output.py" />
            <source>{device} took only {taken} of a frame's {frame_bytes} bytes</source>
            <translation>{device} nahm nur {taken} der {frame_bytes} Byte eines Bildes an</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/v4l2_output.py" />
            <source>{device} is fixed at {width}x{height} {kind} while {program} has it open; close that program, or send frames of that size</source>
            <translation>{device} ist auf {width}x{height} {kind} festgelegt, solange es von {program} geöffnet ist; dieses Programm beenden oder Bilder dieser Größe senden</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/v4l2_output.py" />
            <source>{path} is not a video device; {advice}</source>
            <translation>{path} ist kein Videogerät; {advice}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/v4l2_output.py" />
            <source>{path} is not a virtual camera but {card}; {advice}</source>
            <translation>{path} ist keine virtuelle Kamera, sondern {card}; {advice}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/v4l2_output.py" />
            <source>{path} is not there ({reason}); {advice}</source>
            <translation>{path} ist nicht da ({reason}); {advice}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/v4l2_output.py" />
            <source>{path} is a directory; choose a virtual camera such as /dev/video10</source>
            <translation>{path} ist ein Ordner; eine virtuelle Kamera wie /dev/video10 wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/v4l2_output.py" />
            <source>you may not open {path}; join its group and log in again: sudo usermod -aG video $USER</source>
            <translation>{path} darf nicht geöffnet werden; der Gruppe beitreten und neu anmelden: sudo usermod -aG video $USER</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/v4l2_output.py" />
            <source>{path} is in use by {programs}; close that program or choose another camera</source>
            <translation>{path} wird von {programs} verwendet; dieses Programm beenden oder eine andere Kamera wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/v4l2_output.py" />
            <source>{path} is in use by another user's program, or stuck after one that ended badly; close what uses it, then reload it: {command}</source>
            <translation>{path} wird vom Programm eines anderen Benutzers verwendet oder hängt nach einem Absturz; das Programm beenden und neu laden: {command}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/v4l2_output.py" />
            <source>another program</source>
            <translation>einem anderen Programm</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/video_encoder.py" />
            <source>{codec} stores even sizes: {size} has become {coded_size}</source>
            <translation>{codec} speichert gerade Größen: aus {size} wurde {coded_size}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/video_encoder.py" />
            <source>no hardware here encodes {codec}; {encoder} does</source>
            <translation>keine Hardware kodiert hier {codec}; das übernimmt {encoder}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/video_file.py" />
            <source>{path} would be one picture; write a place for the number, such as {stem}.%04d{suffix}</source>
            <translation>{path} wäre ein einzelnes Bild; im Namen fehlt eine Stelle für die Nummer, etwa {stem}.%04d{suffix}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/video_file.py" />
            <source>{path} is the input; choose another name for the output</source>
            <translation>{path} ist die Eingabe; einen anderen Namen für die Ausgabe wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/video_file.py" />
            <source>{path} needs frames of one size; write pictures to a directory instead</source>
            <translation>{path} braucht Bilder von einer Größe; stattdessen Einzelbilder in einen Ordner schreiben</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/virtual_camera.py" />
            <source>a virtual camera needs frames of one size</source>
            <translation>eine virtuelle Kamera braucht Bilder von einer Größe</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/window.py" />
            <source>a window needs frames of one size</source>
            <translation>ein Fenster braucht Bilder von einer Größe</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/window.py" />
            <source>a window needs PyQt6: pip install "matting-rt[gui]"</source>
            <translation>ein Fenster braucht PyQt6: pip install "matting-rt[gui]"</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/window.py" />
            <source>no window appeared within {limit_s:.0f} s; try again</source>
            <translation>innerhalb von {limit_s:.0f} s erschien kein Fenster; erneut versuchen</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/window.py" />
            <source>the window was closed</source>
            <translation>das Fenster wurde geschlossen</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/window.py" />
            <source>it ended with status {status}</source>
            <translation>es endete mit Status {status}</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/window.py" />
            <source>the window cannot be opened: {reason}; see matting-rt doctor</source>
            <translation>das Fenster lässt sich nicht öffnen: {reason}; siehe matting-rt doctor</translation>
        </message>
        <message>
            <location filename="matting_rt/sinks/window.py" />
            <source>the window is gone: {reason}; start it again</source>
            <translation>das Fenster ist weg: {reason}; erneut starten</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/animated_image.py" />
            <source>there is no picture {path}; check its name</source>
            <translation>es gibt kein Bild {path}; den Namen prüfen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/animated_image.py" />
            <source>{path} is damaged: it holds {index} of {count} pictures</source>
            <translation>{path} ist beschädigt: vorhanden sind {index} von {count} Bildern</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/animated_image.py" />
            <source>{path} is not an animated picture that can be read; it is damaged; copy it again, or choose another</source>
            <translation>{path} ist kein lesbares bewegtes Bild; es ist beschädigt; erneut kopieren oder ein anderes wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/camera.py" />
            <source>camera {camera} was closed while it was being opened</source>
            <translation>die Kamera {camera} wurde beim Öffnen geschlossen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/camera_backends.py" />
            <source>camera {camera} was stopped and does not answer; unplug it and connect it again</source>
            <translation>die Kamera {camera} wurde angehalten und antwortet nicht; sie abziehen und wieder anschließen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/camera_backends.py" />
            <source>of another user; sudo fuser -v {path} names it</source>
            <translation>eines anderen Benutzers; sudo fuser -v {path} nennt es</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/camera_backends.py" />
            <source>camera {camera} is in use by another program ({held_by}); close it or choose another camera</source>
            <translation>die Kamera {camera} wird schon von einem Programm verwendet ({held_by}); es beenden oder eine andere Kamera wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/camera_backends.py" />
            <source>camera {camera} is no longer connected; connect it again</source>
            <translation>die Kamera {camera} ist nicht mehr angeschlossen; wieder anschließen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/camera_backends.py" />
            <source>camera {camera} cannot be opened: {reason}; unplug it and try again</source>
            <translation>die Kamera {camera} lässt sich nicht öffnen: {reason}; ausstecken und noch einmal versuchen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/camera_backends.py" />
            <source>camera {camera} cannot be opened; unplug it and try again</source>
            <translation>die Kamera {camera} lässt sich nicht öffnen; ausstecken und noch einmal versuchen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/camera_backends.py" />
            <source>camera {camera} sends no more pictures; check its cable</source>
            <translation>die Kamera {camera} liefert keine Bilder mehr; das Kabel prüfen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/camera_backends.py" />
            <source>{path} may not be opened by this user; sudo usermod -aG video $USER allows it from the next login on</source>
            <translation>{path} darf von diesem Benutzer nicht geöffnet werden; sudo usermod -aG video $USER erlaubt es ab der nächsten Anmeldung</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/camera_choice.py" />
            <source>matting-rt devices lists the cameras</source>
            <translation>matting-rt devices zeigt die Kameras</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/camera_choice.py" />
            <source>several cameras have "{wanted}" in their name; choose one by its id: {ids}</source>
            <translation>mehrere Kameras haben „{wanted}“ im Namen; eine nach ihrer Kennung wählen: {ids}</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/camera_choice.py" />
            <source>there are {cameras}</source>
            <translation>es gibt {cameras}</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/camera_choice.py" />
            <source>no camera is connected</source>
            <translation>keine Kamera ist angeschlossen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/camera_choice.py" />
            <source>there is no camera or file {wanted}; {there_are} ({advice})</source>
            <translation>es gibt weder Kamera noch Datei {wanted}; {there_are} ({advice})</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/camera_choice.py" />
            <source>camera {camera} does not send {wanted} but {sends}; choose the pixel format auto</source>
            <translation>die Kamera {camera} liefert nicht {wanted}, sondern {sends}; das Pixelformat auto wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/image_files.py" />
            <source>{other} and {name} would have outputs of the same name; move one of them to another directory</source>
            <translation>{other} und {name} bekämen Ausgaben mit dem gleichen Namen; legen Sie eines davon in einen anderen Ordner</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/image_files.py" />
            <source>there is no picture in {path}; known are {known}</source>
            <translation>in {path} ist kein Bild; bekannt sind {known}</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/image_files.py" />
            <source>{path} is left out: it is a link to what is not there</source>
            <translation>{path} wird ausgelassen: Es ist ein Verweis auf etwas, das nicht da ist</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/image_files.py" />
            <source>{path} is left out: such files are not read as pictures</source>
            <translation>{path} wird weggelassen: solche Dateien werden nicht als Bilder gelesen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/image_files.py" />
            <source>{reason}; it is left out</source>
            <translation>{reason}; es wird ausgelassen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/image_files.py" />
            <source>{count} of the {total} pictures in {folder} cannot be read</source>
            <translation>{count} der {total} Bilder in {folder} können nicht gelesen werden</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/image_sequence.py" />
            <source>there is no picture {pattern}</source>
            <translation>es gibt kein Bild {pattern}</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/image_sequence.py" />
            <source>{path} has no picture in the part that is asked for</source>
            <translation>{path} enthält kein Bild in dem gewünschten Ausschnitt</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/image_sequence.py" />
            <source>{path}: {gaps} missing; the numbers of the others are kept</source>
            <translation>{path}: {gaps} fehlen; die Nummern der anderen bleiben</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/image_sequence.py" />
            <source>its {bits} bits a channel become 8; --depth keeps more of them</source>
            <translation>aus seinen {bits} Bit je Kanal werden 8; mit --depth bleiben mehr davon</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/image_sequence.py" />
            <source>{path} is {width}x{height}, those before were {size}</source>
            <translation>{path} ist {width}x{height}, die davor waren {size}</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/image_sequence.py" />
            <source>{path}: {numbers} cannot be read, and are left out; the numbers of the others are kept</source>
            <translation>{path}: {numbers} können nicht gelesen werden und bleiben weg; die Nummern der anderen bleiben</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/image_sequence.py" />
            <source>there are no numbered pictures in {folder}</source>
            <translation>in {folder} sind keine nummerierten Bilder</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/image_sequence.py" />
            <source>{folder} holds several sequences; choose one of them: {patterns}</source>
            <translation>{folder} enthält mehrere Bildfolgen; eine davon wählen: {patterns}</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/image_sequence.py" />
            <source>{count} more gaps</source>
            <translation>{count} weitere Lücken</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/latest_frame.py" />
            <source>camera {name} sends no more pictures; check its cable, or that it is switched on</source>
            <translation>die Kamera {name} liefert keine Bilder mehr; das Kabel prüfen, und ob sie eingeschaltet ist</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/losses.py" />
            <source>{count} damaged frames are shown as far as they could be decoded</source>
            <translation>beschädigte Bilder, gezeigt so weit sie dekodierbar sind: {count}</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/losses.py" />
            <source>{count} frames are missing</source>
            <translation>fehlende Bilder: {count}</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/microphone.py" />
            <source>{wanted} may be any of {names}; give one of these</source>
            <translation>{wanted} kann jedes von {names} sein; eines davon angeben</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/microphone.py" />
            <source>the microphone {wanted} is not connected; matting-rt devices lists those that are</source>
            <translation>das Mikrofon {wanted} ist nicht angeschlossen; matting-rt devices nennt die angeschlossenen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/microphone.py" />
            <source>sound is recorded on Linux only so far; record without a microphone</source>
            <translation>Ton wird bisher nur unter Linux aufgenommen; ohne Mikrofon aufnehmen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/paced.py" />
            <source>the live source holds no picture; choose another file or folder</source>
            <translation>die Live-Quelle enthält kein Bild; eine andere Datei oder einen anderen Ordner wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/pulse.py" />
            <source>no sound can be recorded, because the library libpulse is missing; install it (Debian, Ubuntu: libpulse0)</source>
            <translation>es kann kein Ton aufgenommen werden, weil die Bibliothek libpulse fehlt; sie installieren (Debian, Ubuntu: libpulse0)</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/pulse.py" />
            <source>there is no sound server; see whether PipeWire or PulseAudio runs</source>
            <translation>es gibt keinen Sounddienst; bitte prüfen, ob PipeWire oder PulseAudio läuft</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/pulse.py" />
            <source>the sound server does not answer; start it again, or log in again</source>
            <translation>der Sounddienst antwortet nicht; ihn neu starten oder neu anmelden</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/pulse.py" />
            <source>the sound server cannot be reached ({reason}); see whether PipeWire or PulseAudio runs</source>
            <translation>der Sounddienst ist nicht zu erreichen ({reason}); nachsehen, ob PipeWire oder PulseAudio läuft</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/pulse.py" />
            <source>the default microphone</source>
            <translation>das Standardmikrofon</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/pulse.py" />
            <source>{microphone} is in use by another program; close it or choose another</source>
            <translation>{microphone} wird von einem anderen Programm benutzt; es schließen oder ein anderes Mikrofon wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/pulse.py" />
            <source>{microphone} may not be used: the sound server denies it to this program; allow it in the privacy settings of your desktop</source>
            <translation>{microphone} darf nicht benutzt werden: der Sounddienst verweigert es diesem Programm; in den Datenschutzeinstellungen des Desktops erlauben</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/pulse.py" />
            <source>{microphone} is not connected, or was unplugged</source>
            <translation>{microphone} ist nicht angeschlossen oder wurde abgezogen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_file.py" />
            <source>standard input is read once: its audio and subtitles are left out</source>
            <translation>die Standardeingabe wird nur einmal gelesen: Ton und Untertitel fallen weg</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_file.py" />
            <source>{shortfall}; copy it again, or repair it (for example: ffmpeg -i FILE -c copy REPAIRED.mkv)</source>
            <translation>{shortfall}; noch einmal kopieren oder reparieren (zum Beispiel: ffmpeg -i DATEI -c copy REPARIERT.mkv)</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_file.py" />
            <source>{path} has no frame at {start_s:g} s or later</source>
            <translation>{path} hat ab {start_s:g} s kein Bild mehr</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_file.py" />
            <source>no frame of {path} can be decoded; the file is damaged; copy it again, or choose another</source>
            <translation>kein Bild von {path} lässt sich dekodieren; die Datei ist beschädigt; erneut kopieren oder eine andere wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_file.py" />
            <source>the video in {path} is of a kind that this FFmpeg cannot decode; convert it to H.264 first</source>
            <translation>das Video in {path} kann dieses FFmpeg nicht dekodieren; zuerst in H.264 umwandeln</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_file.py" />
            <source>of its {count} video streams, from 0, number {at} is taken; --stream chooses another</source>
            <translation>von den {count} Videospuren, ab 0 gezählt, wird Nummer {at} verwendet; --stream wählt eine andere</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_file.py" />
            <source>its times start again in the middle; they are taken to go on</source>
            <translation>die Zeiten beginnen in der Mitte von vorn; sie werden fortgesetzt</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_file.py" />
            <source>it is interlaced; its frames are deinterlaced</source>
            <translation>das Video besteht aus Halbbildern; sie werden zu Vollbildern</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_file.py" />
            <source>standard input</source>
            <translation>die Standardeingabe</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_file.py" />
            <source>{path} breaks off inside a frame; {count} are whole</source>
            <translation>{path} bricht mitten in einem Bild ab; {count} sind ganz</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_file.py" />
            <source>{path} ends early: it holds {count} frames, {reached_s:.1f} of {declared_s:.1f} seconds</source>
            <translation>{path} endet zu früh: vorhanden sind {count} Bilder, {reached_s:.1f} von {declared_s:.1f} Sekunden</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_picture.py" />
            <source>its pixels are not square; its frames of {stored} have become {size}</source>
            <translation>seine Bildpunkte sind nicht quadratisch; aus Bildern von {stored} sind {size} geworden</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_picture.py" />
            <source>closed captions within its pictures are left out</source>
            <translation>Untertitel innerhalb der Bilder (Closed Captions) werden ausgelassen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_picture.py" />
            <source>what it tells of the monitor that its HDR was made on is left out</source>
            <translation>was es über den Bildschirm sagt, an dem sein HDR entstand, fällt weg</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_picture.py" />
            <source>its frames are turned by {angle:.0f} degrees; whole quarter turns are followed</source>
            <translation>seine Bilder sind um {angle:.0f} Grad gedreht; befolgt werden ganze Vierteldrehungen</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_picture.py" />
            <source>{path}: frames change their size to {upright} at {time_s:.1f} s; such frames are fitted into {size} between black borders</source>
            <translation>{path}: ab {time_s:.1f} s haben die Bilder {upright}; solche Bilder werden zwischen schwarzen Rändern in {size} eingepasst</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_picture.py" />
            <source>HDR ({transfer}) is brought to BT.709: what is brighter than white is clipped</source>
            <translation>HDR ({transfer}) wird in BT.709 umgewandelt: was heller als Weiß ist, wird abgeschnitten</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_picture.py" />
            <source>{line}; --hdr keep keeps it</source>
            <translation>{line}; mit --hdr keep bleibt es</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_picture.py" />
            <source>{primaries} is brought to BT.709: colours beyond it are clipped</source>
            <translation>{primaries} wird in BT.709 umgewandelt: Farben darüber hinaus werden abgeschnitten</translation>
        </message>
        <message>
            <location filename="matting_rt/sources/video_picture.py" />
            <source>{size} would stretch the frames of {path}, which are {upright}; choose {fitting}</source>
            <translation>{size} würde die Bilder von {path} verzerren, die {upright} haben; {fitting} wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/state.py" />
            <source>{path} is damaged: {error}</source>
            <translation>{path} ist beschädigt: {error}</translation>
        </message>
        <message>
            <location filename="matting_rt/synthetic/pictures.py" />
            <source>There is no folder {folder}; give one that holds pictures</source>
            <translation>Es gibt keinen Ordner {folder}; einen mit Bildern wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/synthetic/pictures.py" />
            <source>The folder {folder} holds no pictures ({suffixes})</source>
            <translation>Der Ordner {folder} enthält keine Bilder ({suffixes})</translation>
        </message>
        <message>
            <location filename="matting_rt/synthetic/pictures.py" />
            <source>{path} has no alpha channel; cut-out people must be RGBA pictures</source>
            <translation>{path} hat keinen Alphakanal; ausgeschnittene Personen müssen RGBA-Bilder sein</translation>
        </message>
        <message>
            <location filename="matting_rt/synthetic/pictures.py" />
            <source>{path} cannot be read as a picture; remove or replace it</source>
            <translation>{path} lässt sich nicht als Bild lesen; entfernen oder ersetzen</translation>
        </message>
        <message>
            <location filename="matting_rt/threads/worker.py" />
            <source>the {name} stage failed: {reason}</source>
            <translation>der Schritt {name} ist fehlgeschlagen: {reason}</translation>
        </message>
        <message>
            <location filename="matting_rt/unfinished_file.py" />
            <source>{path} is a directory; give the output a file name</source>
            <translation>{path} ist ein Ordner; der Ausgabe einen Dateinamen geben</translation>
        </message>
        <message>
            <location filename="matting_rt/unfinished_file.py" />
            <source>{path} is a device or a pipe; give the output the name of a file</source>
            <translation>{path} ist ein Gerät oder eine Pipe; der Ausgabe den Namen einer Datei geben</translation>
        </message>
        <message>
            <location filename="matting_rt/unfinished_file.py" />
            <source>the disk is full; {path} has what was written before that; free some space</source>
            <translation>der Datenträger ist voll; {path} enthält, was vorher geschrieben wurde; Platz schaffen</translation>
        </message>
        <message>
            <location filename="matting_rt/unfinished_file.py" />
            <source>no room for {path} ({reason}), so nothing was left there; free some space and try again</source>
            <translation>kein Platz für {path} ({reason}), deshalb blieb dort nichts; Platz schaffen und noch einmal versuchen</translation>
        </message>
        <message>
            <location filename="matting_rt/unfinished_file.py" />
            <source>cannot write {path}: {reason}; choose another folder</source>
            <translation>{path} lässt sich nicht schreiben: {reason}; einen anderen Ordner wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>this is a container, without a kernel of its own: set it up on the computer that runs it</source>
            <translation>dies ist ein Container ohne eigenen Kernel: sie ist auf dem Computer einzurichten, auf dem er läuft</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>a program of another user, or it is stuck</source>
            <translation>von einem Programm eines anderen Benutzers, oder sie hängt</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>{path} is in use ({who}); close that, or reload the module</source>
            <translation>{path} wird schon verwendet ({who}); das beenden oder das Modul neu laden</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>browsers do not see the virtual camera: {path} says nothing of exclusive_caps=1; add it there, and reload</source>
            <translation>Browser sehen die virtuelle Kamera nicht: in {path} fehlt exclusive_caps=1; dort ergänzen und neu laden</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>browsers do not see the virtual camera: v4l2loopback was loaded without exclusive_caps=1</source>
            <translation>Browser sehen die virtuelle Kamera nicht: v4l2loopback wurde ohne exclusive_caps=1 geladen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>the virtual camera is there until the computer is restarted</source>
            <translation>die virtuelle Kamera ist nur bis zum nächsten Neustart da</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>{text}; set it up: {command}</source>
            <translation>{text}; einrichten mit: {command}</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>choose another, or set one up: {command}</source>
            <translation>eine andere wählen oder eine einrichten: {command}</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>choose another</source>
            <translation>eine andere wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>there is no virtual camera: v4l2loopback is loaded, but has no device</source>
            <translation>es gibt keine virtuelle Kamera: v4l2loopback ist geladen, hat aber kein Gerät</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>there is no virtual camera; {reason}</source>
            <translation>es gibt keine virtuelle Kamera; {reason}</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>there is no virtual camera, and the kernel was updated: restart the computer first</source>
            <translation>es gibt keine virtuelle Kamera, und der Kernel wurde aktualisiert: den Computer zuerst neu starten</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>there is no virtual camera: v4l2loopback is not loaded</source>
            <translation>es gibt keine virtuelle Kamera: v4l2loopback ist nicht geladen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>there is no virtual camera: v4l2loopback is not built for the kernel {name}</source>
            <translation>es gibt keine virtuelle Kamera: v4l2loopback ist für den Kernel {name} nicht gebaut</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>there is no virtual camera: the kernel module v4l2loopback is not installed</source>
            <translation>es gibt keine virtuelle Kamera: das Kernelmodul v4l2loopback ist nicht installiert</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>Secure Boot does not let v4l2loopback in: it is not signed. Switch Secure Boot off to use it</source>
            <translation>Secure Boot lässt v4l2loopback nicht zu: es ist nicht signiert. Dafür ist Secure Boot auszuschalten</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/conditions.py" />
            <source>Secure Boot does not know the key of v4l2loopback yet: enrol it with a password of your choice, restart, and choose “Enroll MOK” in the blue menu; the virtual camera is there from then on</source>
            <translation>Secure Boot kennt den Schlüssel von v4l2loopback noch nicht: ihn mit einem selbst gewählten Passwort anmelden, neu starten und im blauen Menü „Enroll MOK“ wählen; von da an ist die virtuelle Kamera da</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>look whether its package sources hold Debian's main or Ubuntu's universe</source>
            <translation>prüfen, ob unter seinen Paketquellen main (Debian) oder universe (Ubuntu) ist</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>Fedora has it in RPM Fusion (free), which rpmfusion.org/Configuration explains; add that and try again</source>
            <translation>Fedora hat es in RPM Fusion (free), siehe rpmfusion.org/Configuration; das hinzufügen und erneut versuchen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>bring the system up to date (sudo pacman -Syu), restart and try again</source>
            <translation>das System aktualisieren (sudo pacman -Syu), neu starten und erneut versuchen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>add the repository that software.opensuse.org/package/v4l2loopback names, and try again</source>
            <translation>die Paketquelle hinzufügen, die software.opensuse.org/package/v4l2loopback nennt, und erneut versuchen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>the permission was not given; nothing was changed</source>
            <translation>die Erlaubnis wurde nicht gegeben; nichts wurde verändert</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>it ended unexpectedly (exit status {status})</source>
            <translation>es endete unerwartet (Status {status})</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>install {packages} with {manager}</source>
            <translation>{packages} mit {manager} installieren</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>leave {path} as it is, which has options of the module already</source>
            <translation>{path} unverändert lassen; dort stehen schon Optionen des Moduls</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>load the module now</source>
            <translation>das Modul jetzt laden</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>load the module again, with these options</source>
            <translation>das Modul mit diesen Optionen neu laden</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>this desktop cannot ask for the password (polkit); run this in a terminal instead</source>
            <translation>dieser Desktop kann nicht nach dem Passwort fragen (polkit); stattdessen in einem Terminal ausführen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>the system did not give the permission; this asks for it in a terminal</source>
            <translation>das System gab die Erlaubnis nicht; so fragt es in einem Terminal danach</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>Secure Boot is on: the module is signed here with a key that the firmware does not know at first. At the end a command enrols that key, with a password of your choice, and after a restart the blue menu asks for it</source>
            <translation>Secure Boot ist an: das Modul wird hier mit einem Schlüssel signiert, den die Firmware zuerst nicht kennt. Am Ende meldet ein Befehl ihn mit einem selbst gewählten Passwort an, nach dem beim Neustart das blaue Menü fragt</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>write {path}: its options, so that browsers see the camera</source>
            <translation>{path} schreiben: die Optionen, mit denen Browser die Kamera sehen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>write {path}: it is loaded whenever the computer starts</source>
            <translation>{path} schreiben: damit wird es bei jedem Start des Computers geladen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>Installing the module with {manager} …</source>
            <translation>Das Modul wird mit {manager} installiert …</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>Removing {package} …</source>
            <translation>{package} wird entfernt …</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>Building the module for this kernel …</source>
            <translation>Das Modul wird für diesen Kernel gebaut …</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>Writing the two files …</source>
            <translation>Die zwei Dateien werden geschrieben …</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>Loading the module …</source>
            <translation>Das Modul wird geladen …</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>Unloading the module …</source>
            <translation>Das Modul wird entladen …</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>Taking back what was begun …</source>
            <translation>Begonnenes wird zurückgenommen …</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>no package of v4l2loopback is known to {manager}: {advice}</source>
            <translation>kein Paket von v4l2loopback ist {manager} bekannt: {advice}</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>the package manager {manager} failed; the details say why. Nothing was changed</source>
            <translation>die Paketverwaltung {manager} ist gescheitert; die Einzelheiten sagen, woran. Nichts wurde verändert</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>only root may do that; run this in a terminal</source>
            <translation>das darf nur root; in einem Terminal ausführen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>the kernel was updated: restart the computer, and set the virtual camera up then</source>
            <translation>der Kernel wurde aktualisiert: den Computer neu starten und die virtuelle Kamera dann einrichten</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>a program has the virtual camera open: close it (a meeting, a browser, OBS), and try again</source>
            <translation>ein Programm benutzt die virtuelle Kamera: es schließen (Besprechung, Browser, OBS) und erneut versuchen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>this system has none of apt, dnf, pacman and zypper: install the kernel module v4l2loopback by its own way</source>
            <translation>dieses System hat weder apt, dnf, pacman noch zypper: das Kernelmodul v4l2loopback auf dessen eigene Art installieren</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>packages are layered on this system (rpm-ostree): add the module so, restart, and set it up again</source>
            <translation>auf diesem System werden Pakete als Schicht hinzugefügt (rpm-ostree): das Modul so hinzufügen, neu starten und noch einmal einrichten</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>another program is installing packages: wait until it has ended, and try again</source>
            <translation>ein anderes Programm installiert gerade Pakete: auf dessen Ende warten und erneut versuchen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>an earlier installation was interrupted: finish that first</source>
            <translation>eine frühere Installation wurde unterbrochen: sie zuerst abschließen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>the disk is full: make some place, and try again; nothing was changed</source>
            <translation>der Datenträger ist voll: Platz schaffen und erneut versuchen; nichts wurde verändert</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>the packages could not be fetched: is there a connection? Nothing was changed</source>
            <translation>die Pakete konnten nicht geladen werden: gibt es eine Verbindung? Nichts wurde verändert</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>there are no headers for the kernel that runs: bring the system up to date, restart, and try again</source>
            <translation>für den laufenden Kernel gibt es keine Header: das System aktualisieren, neu starten und erneut versuchen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>the package lists are older than what there is: bring the system up to date, restart, and try again</source>
            <translation>die Paketlisten sind veraltet: das System aktualisieren, neu starten und erneut versuchen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>the module could not be built for this kernel; the details say why. Nothing was changed</source>
            <translation>das Modul ließ sich für diesen Kernel nicht bauen; die Einzelheiten sagen, warum. Nichts wurde verändert</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>the module was built, but cannot be loaded; the details say why. Nothing was changed</source>
            <translation>das Modul wurde gebaut, lässt sich aber nicht laden; die Einzelheiten sagen, warum. Nichts wurde verändert</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/progress.py" />
            <source>the module was loaded, but there is no device; restart the computer, and try again</source>
            <translation>das Modul wurde geladen, aber es gibt kein Gerät; den Computer neu starten und erneut versuchen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/running.py" />
            <source>unload the module</source>
            <translation>das Modul entladen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/running.py" />
            <source>remove the package {name}</source>
            <translation>das Paket {name} entfernen</translation>
        </message>
        <message>
            <location filename="matting_rt/virtual_camera/running.py" />
            <source>remove {path}</source>
            <translation>{path} entfernen</translation>
        </message>
        <message>
            <location filename="matting_rt/web/backgrounds.py" />
            <source>give the picture for the background, or choose another background</source>
            <translation>das Bild für den Hintergrund angeben oder einen anderen Hintergrund wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/web/serving.py" />
            <source>port {port} is in use; choose another with --port</source>
            <translation>Port {port} ist belegt; mit --port einen anderen wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/web/work.py" />
            <source>{clip} has more frames than the {most} that this page takes; cut it, or use matting-rt video, which takes clips of any length</source>
            <translation>{clip} hat mehr Bilder als die {most}, die diese Seite annimmt; kürzen oder matting-rt video verwenden, das beliebig lange Videos annimmt</translation>
        </message>
        <message>
            <location filename="matting_rt/weights.py" />
            <source>{path} is of a network {variant!r} that this program does not know; update it</source>
            <translation>{path} gehört zu einem Netz {variant!r}, das dieses Programm nicht kennt; das Programm aktualisieren</translation>
        </message>
        <message>
            <location filename="matting_rt/weights.py" />
            <source>{path} does not fit {variant} ({kind}): {misfit}; it needs other weights</source>
            <translation>{path} passt nicht zu {variant} ({kind}): {misfit}; andere Gewichte sind nötig</translation>
        </message>
        <message>
            <location filename="matting_rt/weights.py" />
            <source>{name} is missing</source>
            <translation>{name} fehlt</translation>
        </message>
        <message>
            <location filename="matting_rt/weights.py" />
            <source>{name} is {shape} instead of {expected}</source>
            <translation>{name} ist {shape} statt {expected}</translation>
        </message>
        <message>
            <location filename="matting_rt/weights.py" />
            <source>{name} is unexpected</source>
            <translation>{name} ist überzählig</translation>
        </message>
        <message>
            <location filename="matting_rt/weights.py" />
            <source>a single number</source>
            <translation>eine einzelne Zahl</translation>
        </message>
        <message>
            <location filename="matting_rt/weights.py" />
            <source>there is no checkpoint {path}</source>
            <translation>es gibt keinen Checkpoint {path}</translation>
        </message>
        <message>
            <location filename="matting_rt/weights.py" />
            <source>{name!r} cannot be a model's name; choose one without a slash</source>
            <translation>ein Modell kann nicht {name!r} heißen; einen Namen ohne Schrägstrich wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/weights.py" />
            <source>there is a model called {name} already; choose another name with --name</source>
            <translation>es gibt schon ein Modell namens {name}; mit --name einen anderen Namen wählen</translation>
        </message>
        <message>
            <location filename="matting_rt/weights.py" />
            <source>{path} is an exported program, which holds code; import the .pth of the same model</source>
            <translation>{path} ist ein exportiertes Programm, das Code enthält; die .pth-Datei desselben Modells importieren</translation>
        </message>
        <message>
            <location filename="matting_rt/weights.py" />
            <source>{path} is a weights file already; give it to --model as it is</source>
            <translation>{path} ist schon eine Gewichtsdatei; bei --model so angeben, wie sie ist</translation>
        </message>
        <message>
            <location filename="matting_rt/weights.py" />
            <source>{path} holds no plain state_dict of tensors; import a published checkpoint of one network</source>
            <translation>{path} enthält kein einfaches state_dict aus Tensoren; einen veröffentlichten Checkpoint eines Netzes importieren</translation>
        </message>
        <message>
            <location filename="matting_rt/weights.py" />
            <source>{path} is of the MobileNetV3-Small of another re-implementation of BackgroundMattingV2, which none of the networks here is; use a released model, or train mobilenetv3 or mobilenetv3-lite</source>
            <translation>{path} gehört zum MobileNetV3-Small einer anderen Nachbildung von BackgroundMattingV2, und keines der Netze hier ist dieses; ein mitgeliefertes Modell verwenden, oder mobilenetv3 oder mobilenetv3-lite trainieren</translation>
        </message>
        <message>
            <location filename="matting_rt/weights.py" />
            <source>{variant} ({kind}) comes closest, but {misfit}</source>
            <translation>{variant} ({kind}) kommt am nächsten, aber {misfit}</translation>
        </message>
        <message>
            <location filename="matting_rt/weights.py" />
            <source>{path} fits none of the networks: {closest}; import a checkpoint of BackgroundMattingV2</source>
            <translation>{path} passt zu keinem der Netze: {closest}; einen Checkpoint von BackgroundMattingV2 importieren</translation>
        </message>
        <message>
            <location filename="matting_rt/work_folder.py" />
            <source>{output} is being written by another program; wait for its end, or choose another name</source>
            <translation>{output} wird gerade von einem anderen Programm geschrieben; warten, bis es fertig ist, oder einen anderen Namen wählen</translation>
        </message>
    </context>
</TS>
