using Coordinator.Harness;
using Coordinator.Hosting.Options;
using Coordinator.Kubernetes.Tests.Pods;
using Coordinator.Kubernetes.Tests.Rendering;
using Coordinator.Participants.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>Checks with the program's own reader that manifests set options which exist, to allowed values.</summary>
internal static class OptionCheck
{
    // Of the runtime, which says nothing of a name that it does not know.
    private static readonly string[] Runtime =
        ["DOTNET_PROCESSOR_COUNT", "DOTNET_GCNoAffinitize", "DOTNET_EnableDiagnostics", "POD_NAME", "POD_NAMESPACE"];

    public static IEnumerable<string> Problems(Manifests manifests)
    {
        SecretCertificates.Fill(manifests);
        return [.. manifests.Workloads.SelectMany(workload => Problems(workload, manifests).Select(problem => $"{workload.Name}: {problem}"))];
    }

    /// <summary>Options that a node reads from its environment.</summary>
    public static CoordinatorOptions OptionsOf(Workload workload, Manifests manifests)
    {
        var options = new CoordinatorOptions();
        Read(workload, manifests, options);
        return options;
    }

    /// <summary>Errors about the options of one node, whose secrets are complete.</summary>
    public static IReadOnlyList<string> ProblemsOf(Workload node, Manifests manifests, int ordinal) =>
        Read(node, manifests, new CoordinatorOptions(), ordinal);

    private static IEnumerable<string> Problems(Workload workload, Manifests manifests) =>
        workload.IsCoordinator ? [.. Read(workload, manifests, new CoordinatorOptions()), .. Unknown(workload, "COORDINATOR__")]
        : workload.IsParticipant ? [.. ReadParticipant(workload, manifests), .. Unknown(workload, $"{CoordinatorParticipantOptions.SectionName}__")]
        : [];

    private static IEnumerable<string> Unknown(Workload workload, string prefix) =>
        from entry in workload.Container.Env ?? []
        where !entry.Name.StartsWith(prefix, StringComparison.Ordinal) && !Runtime.Contains(entry.Name)
        select $"{entry.Name} is no option, and nothing that the runtime reads";

    private static List<string> Read(Workload workload, Manifests manifests, CoordinatorOptions options, int ordinal = 0)
    {
        using var directory = new TempDirectory();
        var pod = new LocalPod(workload, manifests.Secrets, directory.Path, ordinal);
        var commandLine = CommandLine.Parse(pod.Arguments, [.. options.Sections().SelectMany(section => section.Keys())]);
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(pod.WorkingDirectory, "appsettings.json"), optional: true)
            .AddInMemoryCollection(pod.Environment.Select(entry =>
                KeyValuePair.Create(entry.Key.Replace("__", ":", StringComparison.Ordinal), (string?)entry.Value)))
            .Build();
        return [.. commandLine.Problems, .. OptionsReader.Read(configuration.GetSection(OptionKey.ConfigurationSection), options)];
    }

    private static IEnumerable<string> ReadParticipant(Workload workload, Manifests manifests)
    {
        var options = new CoordinatorParticipantOptions();
        using var directory = new TempDirectory();
        var pod = new LocalPod(workload, manifests.Secrets, directory.Path);
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(pod.Environment.Select(entry =>
                KeyValuePair.Create(entry.Key.Replace("__", ":", StringComparison.Ordinal), (string?)entry.Value)))
            .Build().GetSection(CoordinatorParticipantOptions.SectionName);
        try
        {
            options.ReadFrom(section);
        }
        catch (OptionsValidationException unreadable)
        {
            return unreadable.Failures;
        }

        return [.. UnknownTo(typeof(CoordinatorParticipantOptions), section), .. options.Problems()];
    }

    // The binder passes over what it does not know.
    private static IEnumerable<string> UnknownTo(Type options, IConfiguration section)
    {
        foreach (var child in section.GetChildren())
        {
            if (options.GetProperty(child.Key) is not { } property)
                yield return $"{child.Path} is no option";
            else if (property.PropertyType is { IsInterface: false, IsClass: true } nested && nested != typeof(string))
            {
                foreach (var unknown in UnknownTo(nested, child))
                    yield return unknown;
            }
        }
    }
}
