# One night's work on Windows, started by the Task Scheduler; plain ASCII, so that every Windows PowerShell reads it.
# The task's account has environment variables and a data folder (%LOCALAPPDATA%\gdyb) of its own.
Set-Location C:\gdyb
$month = (Get-Date).AddMonths(-1).ToString('yyyy-MM')
# cmd keeps the bytes of the log as they are, in UTF-8; a redirection of Windows PowerShell would not.
cmd /c ".venv\Scripts\gdyb clearing run --institutions institutions.toml --month $month >> nightly.log 2>&1"
# 0 done, 1 a person is needed, 2 not done: the Task Scheduler shows it as the last result.
exit $LASTEXITCODE
