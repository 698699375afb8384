using System.Diagnostics;
using Coordinator.Harness.Processes;

namespace Coordinator.Kubernetes.Tests.Pods;

/// <summary>Starts the container of a pod as a process with the pod's environment, and nothing of the test's own but paths of programs.</summary>
internal static class ContainerCommand
{
    private static readonly string[] OfTheMachine = ["PATH", "HOME", "DOTNET_ROOT"];

    /// <param name="pod">Arguments, environment and files.</param>
    /// <param name="translate">Changes a value of the environment to one that is valid on this machine.</param>
    public static CoordinatorCommand Of(LocalPod pod, Func<string, string> translate) =>
        new(pod.Arguments) { Prepare = start => Prepare(start, pod, translate) };

    private static void Prepare(ProcessStartInfo start, LocalPod pod, Func<string, string> translate)
    {
        start.WorkingDirectory = pod.WorkingDirectory;
        foreach (var name in start.Environment.Keys.Except(OfTheMachine).ToArray())
            start.Environment.Remove(name);
        foreach (var (name, value) in pod.Environment)
            start.Environment[name] = translate(value);
    }
}
