<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <extra-name>English</extra-name>
    <extra-plural>n != 1</extra-plural>
    <context>
        <name>matting-rt</name>
        <message numerus="yes">
            <location filename="gui/batch/actions.py" />
            <source>{count} videos were removed from the list.</source>
            <translation>
                <numerusform>{count} video was removed from the list.</numerusform>
                <numerusform>{count} videos were removed from the list.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/jobs.py" />
            <source>{count} frames, {rate} fps</source>
            <translation>
                <numerusform>{count} frame, {rate} fps</numerusform>
                <numerusform>{count} frames, {rate} fps</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/runner.py" />
            <source>Nothing was written ({count} of {total} frames were matted).</source>
            <translation>
                <numerusform>Nothing was written ({count} of {total} frame was matted).</numerusform>
                <numerusform>Nothing was written ({count} of {total} frames were matted).</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/runner.py" />
            <source>Nothing was written ({count} frames were matted).</source>
            <translation>
                <numerusform>Nothing was written ({count} frame was matted).</numerusform>
                <numerusform>Nothing was written ({count} frames were matted).</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/tab.py" />
            <source>{count} videos ask for a report, which only the command “matting-rt jobs” writes.</source>
            <translation>
                <numerusform>{count} video asks for a report, which only the command “matting-rt jobs” writes.</numerusform>
                <numerusform>{count} videos ask for a report, which only the command “matting-rt jobs” writes.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/tab.py" />
            <source>{count} videos are left from last time. Press Start to continue.</source>
            <translation>
                <numerusform>A video is left from last time. Press Start to continue.</numerusform>
                <numerusform>{count} videos are left from last time. Press Start to continue.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/words.py" />
            <source>{count} frames</source>
            <translation>
                <numerusform>{count} frame</numerusform>
                <numerusform>{count} frames</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/words.py" />
            <source>{count} videos are done.</source>
            <translation>
                <numerusform>{count} video is done.</numerusform>
                <numerusform>{count} videos are done.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="gui/batch/words.py" />
            <source>{count} failed: {names}.</source>
            <translation>
                <numerusform>{count} failed: {names}.</numerusform>
                <numerusform>{count} failed: {names}.</numerusform>
            </translation>
        </message>
    </context>
</TS>
