using System.Runtime.Versioning;

// The suite under test needs Linux, so these tests need it as well.
[assembly: SupportedOSPlatform("linux")]
