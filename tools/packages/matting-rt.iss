; Inno Setup's recipe for the installer of Windows, from what PyInstaller has made (matting-rt.spec).
; Nobody has run it yet; .github/workflows/packages.yml would.
;
;   iscc /DVersion=1.0.0 tools\packages\matting-rt.iss
[Setup]
AppId=org.matting-rt.matting-rt
AppName=Matting RT
AppVersion={#Version}
DefaultDirName={autopf}\Matting RT
DefaultGroupName=Matting RT
; for this user alone, without an administrator, unless they choose otherwise
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\..\LICENSE
SourceDir=..\..
OutputDir=dist
OutputBaseFilename=Matting_RT-{#Version}-setup
UninstallDisplayIcon={app}\matting-rt-gui.exe
Compression=lzma2
SolidCompression=yes

[Files]
Source: "dist\Matting RT\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{autoprograms}\Matting RT"; Filename: "{app}\matting-rt-gui.exe"; AppUserModelID: "matting-rt"

[Run]
Filename: "{app}\matting-rt-gui.exe"; Description: "Start Matting RT"; Flags: postinstall nowait skipifsilent
