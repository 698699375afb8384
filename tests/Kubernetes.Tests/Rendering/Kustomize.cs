using System.Collections.Concurrent;
using System.Diagnostics;

namespace Coordinator.Kubernetes.Tests.Rendering;

/// <summary>Renders a directory as <c>kubectl apply -k</c> would send it; neither program needs a cluster for that.</summary>
internal static class Kustomize
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly Lazy<string[]?> Command = new(Find);
    private static readonly ConcurrentDictionary<string, Lazy<string>> Rendered = new();

    /// <summary>Why tests of manifests are skipped; <c>null</c> when they are run, as always where <c>CI=true</c>.</summary>
    public static string? ReasonToSkip => Command.Value is null && Environment.GetEnvironmentVariable("CI") != "true" ? Absence : null;

    private static string Absence => "No kustomize here: install kubectl 1.21 or later, or kustomize 4.1 or later.";

    /// <param name="directory">Below deploy/k8s.</param>
    public static string Render(string directory) =>
        Rendered.GetOrAdd(directory, _ => new Lazy<string>(() => Run(Repository.Manifests(directory)))).Value;

    private static string Run(string directory)
    {
        var command = Command.Value ?? throw new InvalidOperationException(Absence);
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[.. command[1..], directory])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!Task.WaitAll([errors, output], Patience))
        {
            process.Kill();
            throw new TimeoutException($"{command[0]} took more than {Patience} for {directory}.");
        }

        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Result
            : throw new InvalidOperationException($"{directory} cannot be rendered: {errors.Result}");
    }

    // Of the two the one by itself first: it was put there for this, while a kubectl may be any.
    private static string[]? Find() =>
        OnPath("kustomize") is { } kustomize ? [kustomize, "build"]
        : OnPath("kubectl") is { } kubectl ? [kubectl, "kustomize"]
        : null;

    private static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);
}
