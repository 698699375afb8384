using System.Runtime.Versioning;

// As the suite that it tests.
[assembly: SupportedOSPlatform("linux")]
