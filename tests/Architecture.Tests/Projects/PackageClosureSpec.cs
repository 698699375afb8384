using System.Text.Json;

namespace Coordinator.Architecture.Tests.Projects;

/// <summary>Lists the packages that the client library brings into a service. They are those of Akka.Remote, and as few more as can be.</summary>
public sealed class PackageClosureSpec
{
    /// <summary>Packages of Akka.Remote and of what it needs.</summary>
    private static readonly string[] OfAkkaRemote =
    [
        "Akka", "Akka.Remote",
        "DotNetty.Buffers", "DotNetty.Codecs", "DotNetty.Common", "DotNetty.Handlers", "DotNetty.Transport",
        "Google.Protobuf",
        "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Logging", "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.ObjectPool", "Microsoft.Extensions.Options", "Microsoft.Extensions.Primitives",
        "Newtonsoft.Json",
        "System.Configuration.ConfigurationManager", "System.Diagnostics.EventLog", "System.Security.Cryptography.ProtectedData",
    ];

    [Fact]
    public void Client_library_brings_Akka_Remote_and_abstractions_only()
    {
        var more = PackagesOf("Participants").Except(OfAkkaRemote).ToList();
        Assert.All(more, package => Assert.Matches(@"^Microsoft\.Extensions\.(\w+\.)+Abstractions$", package));
        Assert.InRange(more.Count, 1, 5);
    }

    [Fact]
    public void List_of_Akka_Remote_is_no_longer_than_needed() => Assert.Empty(OfAkkaRemote.Except(PackagesOf("Participants")));

    /// <summary>Reads what the restore of a project found, without packages that only serve its build.</summary>
    private static IReadOnlyList<string> PackagesOf(string project)
    {
        using var assets = JsonDocument.Parse(Repository.Read($"src/{project}/obj/project.assets.json"));
        return
        [
            .. assets.RootElement.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == "package" && library.Value.TryGetProperty("runtime", out _))
                .Select(library => library.Name.Split('/')[0]).Order(StringComparer.Ordinal),
        ];
    }
}
