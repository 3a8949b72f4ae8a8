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
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>&amp;Keep running in the tray</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>&amp;Keep running minimised</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>Use the tray icon to bring the window back.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>Do not ask again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>Others see you.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>You are recording.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>A video is being processed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>The recording will be finished and saved.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>The video will start over the next time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>{work} Stop and quit?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/closing.py" />
            <source>{work} Keep running without the window?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Start</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Pause</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Others see a placeholder until you resume</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Record</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Take a new plate …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Picture only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Show nothing but what others see, e.g. to share it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Settings …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Diagnostics …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Menu</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Settings and more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Quit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Live</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/commands.py" />
            <source>Videos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/desktop_entry.py" />
            <source>Background Replacement</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/desktop_entry.py" />
            <source>Be in front of another background, in meetings and in videos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/diagnostics.py" />
            <source>Diagnostics</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/diagnostics.py" />
            <source>For a bug report. Review it before you post it: it names your devices and files.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/diagnostics.py" />
            <source>Looking at devices and settings …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/diagnostics.py" />
            <source>&amp;Copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/diagnostics.py" />
            <source>Close</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/diagnostics.py" />
            <source>Copied.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/diagnostics.py" />
            <source>Copy all of it to the clipboard</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/log_lines.py" />
            <source>{error}. Details are in the log {path}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/main_window.py" />
            <source>Pages</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/main_window.py" />
            <source>● Recording – Matting RT</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/tray.py" />
            <source>Show the window</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/app/tray.py" />
            <source>Background</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Open the result</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Open the folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Resume</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Run again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Settings for this video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>Remove from the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/card.py" />
            <source>{name}: {state}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Next to each video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>The empty room, as the video shows it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>An image or video as background</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Images and videos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Folder for the results</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Colour of the background</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Plate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Image or video …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Colour …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Image or video of the empty room …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/choices.py" />
            <source>Folder …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/drop_area.py" />
            <source>Drop videos or a folder here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/drop_area.py" />
            <source>Each gets another background and keeps its sound.
The videos themselves stay as they are.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/job_file.py" />
            <source>Interrupted when the program closed; it will start over.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/job_file.py" />
            <source>The list of videos could not be read and is now empty; it was saved as {path}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>MP4 (H.264)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>Matroska (H.264)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>WebM (VP9)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>Transparent, for editing (ProRes 4444)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>Transparent, for the web (WebM)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>The file {file} is an image, not a video; if it shows the empty room, choose it as Plate.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>There are no videos in the folder {folder}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/jobs.py" />
            <source>The file {file} cannot be found.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/queue.py" />
            <source>The list of videos cannot be saved in {folder}: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/runner.py" />
            <source>Opening …</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="gui/batch/runner.py" />
            <source>{count} frames, {rate} fps</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="gui/batch/runner.py" />
            <source>Building the plate from the video …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/runner.py" />
            <source>Nothing was written.</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="gui/batch/runner.py" />
            <source>Nothing was written ({count} of {total} frames were matted).</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/runner.py" />
            <source>Nothing was written ({count} frames were matted).</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>A plate from the video works if every part of the room is visible most of the time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>The plate must show the same view as the video, without the people.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>Format</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>Also write the &amp;alpha</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>A second, grey video: white where the person is</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>&amp;Plate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>&amp;Background</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>&amp;Format</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>Save &amp;to</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>&amp;Apply</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>Apply these settings to the video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>Keep the settings unchanged</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/settings_form.py" />
            <source>Settings for {video}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>You are live, so videos wait: they would slow your picture down. They resume when you stop.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Clear finished</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Add videos …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Add folder …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>New videos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Edges, light wrap and model are taken from the settings when a video is added.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Add videos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Add all videos in a folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Add videos to the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Add all videos in a folder to the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Remove finished videos from the list; the files stay</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Start, pause or resume</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="gui/batch/tab.py" />
            <source>{count} videos are left from last time. Press Start to continue.</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>Start anyway</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>{file} no longer exists.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/tab.py" />
            <source>No program on this computer can open {file}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>Waiting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>From the video itself</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>plate from the video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>Preparing the network; the first video of this size takes longest …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{count} running</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{count} paused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{count} waiting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{count} done</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{count} failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{count} cancelled</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="gui/batch/words.py" />
            <source>{count} frames</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{hours} h {minutes} min</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{seconds} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{minutes} min</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>plate {file}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>with alpha</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>Paused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{rate} fps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>{time} left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>Paused at {share}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>Done: {result}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/batch/words.py" />
            <source>Cancelled. {result}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/files.py" />
            <source>All files</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>First steps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>Exit the guide</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>Set everything up yourself</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>&amp;Back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>Previous step</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>S&amp;kip</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>Skip this step</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>&amp;Next</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>Next step</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/panel.py" />
            <source>Step {number} of {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Which camera do you use?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Cameras</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Sample scene (painted)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Show it your empty room</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Step out of the frame once. After that, everything that is not your room is you, down to fine hair.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Take the &amp;plate …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Where would you like to be?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Pick one, or drop your own images and videos here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Let others see it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>&amp;Start virtual camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>&amp;Finish</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Your picture appears in the preview. Nobody else sees anything yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>No camera was found. Plug one in and it appears here, or try everything with the sample scene.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Step out of the frame when asked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Open a camera first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Take another &amp;plate …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Other programs see you through a virtual camera, and none is free on this computer yet. You can also share a window; see the Output panel.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>The camera is open.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>The plate: {state}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/first_start/steps.py" />
            <source>Start the virtual camera, and choose “{name}” as your camera in the meeting. You can stop it at any time with the button below the picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Evening hills</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Morning mist</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Sunlit wall</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Studio</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>City lights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>My room, blurred</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/backgrounds/__init__.py" />
            <source>Green screen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/gallery.py" />
            <source>video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/gallery.py" />
            <source>picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/gallery.py" />
            <source>colour</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/gallery.py" />
            <source>it is no longer there</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/gallery.py" />
            <source>Backgrounds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/gallery.py" />
            <source>{name} ({kind})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/gallery.py" />
            <source>Delete takes it out of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/gallery.py" />
            <source>Green</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/gallery.py" />
            <source>Blur</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/gallery/gallery.py" />
            <source>missing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/controller.py" />
            <source>Opening the camera …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>Camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>Hold to see what the camera sees</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>Alpha</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>Hold to see the matte: white = detected as person</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>Foreground</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>Hold to see you alone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>Difference</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>Hold to see the difference between the frame and the plate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>Hold one of these to see another view</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/hold_to_view.py" />
            <source>{help} (hold {key}); others do not see it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/notice_bar.py" />
            <source>What to do</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/notice_bar.py" />
            <source>What to do about it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/notice_bar.py" />
            <source>Close this message</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/output_window.py" />
            <source>Pictures</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/output_window.py" />
            <source>Live picture; q or Escape closes it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Try again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>It is also retried automatically every few seconds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Use the sample scene</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>A painted person in a painted room, to try everything without a camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Start shared window</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Start virtual camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Others no longer see you</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Others see you in front of your background</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Take a new plate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Stop shared window</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Stop virtual camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Your picture appears here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Choose a camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>Or try everything with the sample scene.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>The camera cannot be used</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/page.py" />
            <source>{view}: only you see this</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/preview.py" />
            <source>Preview</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/recorder.py" />
            <source>Record what others see to a video file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/recorder.py" />
            <source>Stop recording</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/recorder.py" />
            <source>The folder {folder} cannot be created: {reason}; choose another one</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/recorder.py" />
            <source>The recording stopped with the camera and was saved as {file}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/recorder.py" />
            <source>REC {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/session_jobs.py" />
            <source>Loading …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/session_jobs.py" />
            <source>Painting the sample scene …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/status_line.py" />
            <source>Status</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/status_line.py" />
            <source>How much of your empty room is known; there, you are cut out down to fine hair</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/status_line.py" />
            <source>quality {level}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/status_line.py" />
            <source>What others see is being recorded; stop it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/status_line.py" />
            <source>Output rate and new composites per second</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/status_line.py" />
            <source>Delay from the camera to the output</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/status_line.py" />
            <source>Quality level of the matting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/status_line.py" />
            <source>{time} ms</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>being taken</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Stay out of the frame. Others see a placeholder meanwhile.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>No camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Opening the camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Preview only: nobody else sees you</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Taking a plate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Camera lost</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Preparing the network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Matting failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Too dark to separate you from the room</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Output lost</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>known</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>learning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Edges are rough where your room is not known yet. Move aside for a moment, or take a plate.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>learning again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>The camera, the light or the room has changed. Edges are rough until the room is known again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Room known</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>{state}: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>{state} (others see a placeholder)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>{state}, {share} known</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/live/words.py" />
            <source>Learning your room, {share} known</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/look/language.py" />
            <source>{number}%</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/look/language.py" />
            <source>{text} ({keys})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/background.py" />
            <source>Show or hide light wrap, edge, size and position</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/background.py" />
            <source>&amp;Add …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/background.py" />
            <source>Co&amp;lour …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/background.py" />
            <source>Add backgrounds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/background.py" />
            <source>Strength</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/background.py" />
            <source>Strength of the blur</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/background.py" />
            <source>Ad&amp;just edge and position</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/background.py" />
            <source>Restore defaults</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/background.py" />
            <source>Restores the defaults of light, edge, size and position</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/background.py" />
            <source>Add images or videos; you can also drop them here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/background.py" />
            <source>Stand in front of a plain colour</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/base.py" />
            <source>Show or hide what is in {panel}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/base.py" />
            <source>Show {panel}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>Sample scene</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>Frame size of the camera; larger frames take more time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>&amp;Device</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>&amp;Hold exposure and focus</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>Frames per second</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>Rate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>Size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>&amp;Size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>The camera to use</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>{camera} (not connected)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>cannot be used</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/camera.py" />
            <source>none connected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>Choose the virtual camera in the meeting like a real one, or share the window there</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>A window to share</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>Output</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>Send &amp;to</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>&amp;Mirror my preview</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>Virtual camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>Copy the command</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>Paste it into a terminal; this window notices when it is done</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>Copied</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>others see you</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>off</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>no virtual camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/output.py" />
            <source>see below</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>no camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>Choose a camera first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>none yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>A plate is a picture of your room without you. With it, you are cut out down to fine hair.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>Use an image of the empty room, taken with this camera at this size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>The plate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>&amp;Undo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>From a &amp;file …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>The empty room</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>Restore the previous plate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>&amp;Replace …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>Step out of the frame to capture your empty room</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/plate.py" />
            <source>Images</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/recording.py" />
            <source>Recordings folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/recording.py" />
            <source>Open or choose the recordings folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/recording.py" />
            <source>Choose another folder …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/recording.py" />
            <source>Saved {file}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/recording.py" />
            <source>{file} could not be saved</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/panels/recording.py" />
            <source>Recording to {file}, {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>The plate is taken when the countdown has ended</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>The plate is taken once you are gone and nothing moves</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Take the plate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>The program looks at your empty room once. After that, you are cut out down to fine hair.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>&amp;Count down</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Wait until I have &amp;left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>&amp;Start</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>The plate is taken</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>It is in use already. Come back into the picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Previous plate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>New plate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Before</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>&amp;Try again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Use &amp;it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>That did not work</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Put the camera where it will stay, and set lamps and blinds as they will be in the meeting.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Step out of the frame, with your chair if it should stay visible, and cast no shadow into it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Come back after a few seconds, when you hear or see that it is done.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Take another one</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>Keep this plate for this camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>The plate has problems</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/pages.py" />
            <source>The plate is good</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/picture.py" />
            <source>taken on {date} at {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/picture.py" />
            <source>taken today at {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/picture.py" />
            <source>taken yesterday at {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/wizard.py" />
            <source>The camera is settling …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/wizard.py" />
            <source>The camera was lost. Plug it in again; the plate can be taken as soon as its picture is back.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/wizard.py" />
            <source>Step out of the frame</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>The plate is dark: switch on more light and try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>The plate is overexposed: dim the light or turn the camera away from the window, and try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>The plate is blurred: wait until the camera has focused, and try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>There is much noise, in which fine hair is lost: switch on more light and try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>The plate is {problem}: try again if edges look poor.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>The camera's noise is low: fine hair will stay.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>There is some noise; with more light, fine hair comes out better.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>Something moved at first; attempt {number} was quiet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>It is sharp and neither too dark nor too bright.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/plate/words.py" />
            <source>Nothing moved, and the light stayed as it was.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/controls.py" />
            <source>Reset {setting}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>Settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>Sections</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>Profiles</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>Restore all defaults …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>Restores every setting, also those beside the picture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>Restore all defaults</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>&amp;Close</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/dialog.py" />
            <source>Restores the defaults of this page, {page}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>A profile keeps all settings of camera, plate, background, output and quality under a name. It is a file that the command line reads too: matting-rt live --config FILE.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Name of a new profile</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Save</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Keep the present settings under this name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Use</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Apply the settings of this profile (double-click)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Delete</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Forget this profile</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Copy the path</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>For --config of the command line</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Use a file …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Apply the settings in a TOML file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>The path is copied.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>Settings to use</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>{profile} is saved.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/profiles.py" />
            <source>{profile} is now in use.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Quality</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Program</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/store.py" />
            <source>The settings could not be read and were reset to defaults ({reason}); the file was kept as {path}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/store.py" />
            <source>the profile {name} cannot be saved as {path}: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/store.py" />
            <source>the profile {name} cannot be deleted: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/store.py" />
            <source>The settings cannot be saved in {folder}: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/store.py" />
            <source>a profile cannot be called "{name}"; use letters, digits, spaces, - and _</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/store.py" />
            <source>The profile {path} cannot be read: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/store.py" />
            <source>{error}; a profile is a TOML file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Matting model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>A released or imported model, by its name, or a weights file. By default mobilenetv3-lite.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Automatic</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Backend</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>What runs the network. By default TorchScript on a graphics card, and on the processor ONNX Runtime or OpenVINO, whichever is faster here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>PyTorch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>TorchScript</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>ONNX Runtime</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>OpenVINO</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Device</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Where the network runs. By default on a CUDA graphics card if there is one, else on the processor.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Processor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Graphics card (CUDA)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Graphics card (DirectML, Windows)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Graphics card (Core ML, macOS)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Precision</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Floating-point width. Half precision is faster on graphics cards; most processors have only full.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Half (fp16)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Half (bf16)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Full (fp32)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Resolution preset</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>The size at which people are first found, and how much is then refined at full resolution: BackgroundMattingV2's settings for 1920x1080 (HD) or 3840x2160 (4K).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>By frame size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>HD</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>4K</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Refinement</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Which areas are worked out again at full resolution.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Highest-error areas</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>All areas above the threshold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Everywhere (slow)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Check that the plate shows this room</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>A plate of another room is refused for files. Live, it is ignored and your room is learned instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Follow small camera movements</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>For a camera that is nudged, or a desk that shakes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Follow changes of the light</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>For clouds, and for cameras that adjust exposure and white balance.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Learn the room</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>What is not known of your room, or has changed in it, is learned while you move.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Keep</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>What is kept in front of the background. By default people and what they hold; in files with a plate, whatever differs from it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>People and what they hold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Whatever differs from the plate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>A colour name or #rrggbb, blur[:sigma], transparent, or an image or video file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Frame rate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Frames per second.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>fps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Pixel format</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>How the camera sends its frames. Motion JPEG allows large sizes at full rate; YUYV is sharper.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Motion JPEG</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>YUYV</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Lock exposure, white balance and focus</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>A camera that adjusts itself makes the plate stale. Takes effect when the camera is opened.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Light wrap</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Lets the background's light fall around the edge, so that you seem to stand in it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Edge softness</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Blurs the edge of the cut-out; in pixels of a frame 720 lines high.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>px</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Edge position</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Above 0 takes the edge in, where a rim of the room shows; below 0 lets it out, where something is cut off.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Keep my shadow</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>The shadow that you cast on the room falls on the background too.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>How large you are, over what the camera saw.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Left and right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>How far you are moved to the right, as a share of the frame's width.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Up and down</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>How far you are moved down, as a share of the frame's height.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Send to</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>The first free virtual camera (virtual), a certain one, a window, nowhere (null), or a video file; pyvirtualcam[:DEVICE] writes through that library.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>First free virtual camera</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>How much work goes into each frame. By default as much as this computer keeps up with.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Fast</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Balanced</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Best</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Mirror my preview</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>You see yourself as in a mirror; the background stays as it is.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Mirror what others see</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/config/stages.py" />
            <source>Others usually want to see you as you are: writing on a shirt would be reversed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Language</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Of this window. Takes effect when the program starts again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>The camera that films you; empty until one is chosen.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Countdown</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Time to step out of the picture before a plate is taken.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>3 seconds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>5 seconds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>10 seconds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>15 seconds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>30 seconds</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Countdown sound</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>A tick each second and a tone when the plate is taken, for when you cannot see the screen.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Closing the window while live</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Whether others still see you after the window is closed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Ask</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Continue in the tray</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="gui/settings/setting.py" />
            <source>Stop and quit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/live/quality.py" />
            <source>best</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/live/quality.py" />
            <source>balanced</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/live/quality.py" />
            <source>quick</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/live/quality.py" />
            <source>fast</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>Leave the picture; the plate is taken once you are gone and nothing moves.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>The picture has changed; stay out of it until nothing moves.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>Taking the plate; keep out of the picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>Something moved while I was looking; keep out of the picture and try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>The light changed while I was looking; leave lamps and blinds as they are and try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>The camera changed the size of its pictures while I was looking; try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>The picture does not come to rest; stop what moves in it (a person, a fan, a screen) and try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>Nobody has left the picture; be in it when you start, then leave it, or give a delay instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/plate/capture.py" />
            <source>The plate is taken.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Black</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Blue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Brown</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Cyan</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Gold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Gray</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Grey</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Lime</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Magenta</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Maroon</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Navy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Olive</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Orange</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Pink</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Purple</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Red</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Silver</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Skyblue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Teal</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>White</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/compositing/backdrop_spec.py" />
            <source>Yellow</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/doctor/checks.py" />
            <source>there is no virtual camera: v4l2loopback is not installed; load it afterwards</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/doctor/checks.py" />
            <source>v4l2loopback is loaded, but has no device</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/doctor/checks.py" />
            <source>virtual cameras need pyvirtualcam here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/doctor/checks.py" />
            <source>there is no virtual camera: v4l2loopback is not loaded</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="matting_rt/doctor/checks.py" />
            <source>v4l2loopback is loaded without exclusive_caps=1: browsers do not see the virtual camera</source>
            <translation type="unfinished" />
        </message>
    </context>
</TS>
