using System.Xml.Linq;

namespace Coordinator.Architecture.Tests.Projects;

public sealed class PackageAuditSpec
{
    private static readonly XElement Build = XDocument.Parse(Repository.Read("Directory.Build.props")).Root!;

    [Fact]
    public void Packages_of_packages_are_audited_too() => Assert.Equal("all", Property("NuGetAuditMode"));

    /// <summary>NU1900 says that no source of advisories answered. An advisory itself is another warning, and an error.</summary>
    [Fact]
    public void Build_goes_on_when_no_source_of_advisories_answers()
    {
        Assert.Equal("true", Property("TreatWarningsAsErrors"));
        Assert.Equal(["NU1900"], Property("WarningsNotAsErrors")!.Split(';').Where(code => code.StartsWith("NU19", StringComparison.Ordinal)));
    }

    private static string? Property(string name) => Build.Descendants(name).SingleOrDefault()?.Value;
}
