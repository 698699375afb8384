using System.Runtime.Versioning;

// The same as the program under test, which reads /proc.
[assembly: SupportedOSPlatform("linux")]
