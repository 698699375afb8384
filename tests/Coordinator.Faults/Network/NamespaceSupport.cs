using System.Globalization;
using Coordinator.Harness.Processes;

namespace Coordinator.Faults.Network;

/// <summary>Finds out whether this machine can have a <see cref="NamespaceNetwork" />.</summary>
internal static class NamespaceSupport
{
    private static readonly Lazy<string?> Tried = new(() => TryAsync().GetAwaiter().GetResult());

    /// <summary>Gets the reason why this machine cannot have such a network; <c>null</c> when it can.</summary>
    public static string? Absence => MissingTool ?? Refusal;

    /// <summary>Gets the tool that is to be installed; <c>null</c> when all are there.</summary>
    public static string? MissingTool =>
        !ShellCommand.Exists("ip") ? "ip is missing; install the package iproute2"
        : !ShellCommand.Exists("iptables") ? "iptables is missing; install the package iptables"
        : null;

    /// <summary>Gets the reason why the user or the kernel cannot make one; <c>null</c> when a first one could be made.</summary>
    public static string? Refusal => Environment.UserName != "root" ? "network namespaces need root" : Tried.Value;

    private static async Task<string?> TryAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"cf{Environment.ProcessId}-try");
        try
        {
            await ShellCommand.RunAsync("ip", "netns", "add", name);
        }
        catch (Harness.HarnessException refused)
        {
            return $"network namespaces cannot be made here ({refused.Message})";
        }

        try
        {
            await ShellCommand.RunAsync("ip", "-n", name, "link", "add", "br0", "type", "bridge");
            await ShellCommand.RunAsync("ip", "-n", name, "link", "add", "eth0", "type", "veth", "peer", "name", "eth1");
            foreach (var rule in ClosedIngress.Rules)
                await ShellCommand.RunAsync("ip", ["netns", "exec", name, .. rule]);
            return null;
        }
        catch (Harness.HarnessException refused)
        {
            return $"network namespaces lack something here ({refused.Message})";
        }
        finally
        {
            await ShellCommand.RunAsync("ip", "netns", "del", name);
        }
    }
}
