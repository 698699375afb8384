using Coordinator.Kubernetes.Tests.Rendering;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>Finds mistakes in manifests that an API server accepts silently.</summary>
internal static class AllChecks
{
    private static readonly Func<Manifests, IEnumerable<string>>[] OfTheForm =
    [
        SelectorCheck.Problems,
        VolumeCheck.Problems,
        PortCheck.Problems,
        ResourceCheck.Problems,
        NetworkPolicyCheck.Problems,
        ParticipantPolicyCheck.Problems,
        SecretCheck.Problems,
        ProbeCheck.Problems,
        ServiceMonitorCheck.Problems,
        VariableCheck.Problems,
        SecurityCheck.Problems,
        ImageCheck.Problems,
    ];

    // They make pods of the manifests, which takes some that are well formed.
    private static readonly Func<Manifests, IEnumerable<string>>[] OfTheMeaning =
    [
        GraceCheck.Problems,
        OptionCheck.Problems,
        SeedCheck.Problems,
    ];

    public static IReadOnlyList<string> Problems(Manifests manifests)
    {
        string[] problems = [.. OfTheForm.SelectMany(check => check(manifests))];
        return problems.Length > 0 ? problems : [.. OfTheMeaning.SelectMany(check => check(manifests))];
    }
}
