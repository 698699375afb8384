using System.Runtime.Versioning;

// The program under test reads /proc, so these tests need Linux as well.
[assembly: SupportedOSPlatform("linux")]
