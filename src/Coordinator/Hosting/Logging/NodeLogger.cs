using Akka.Event;
using Coordinator.Contracts.Logging;

namespace Coordinator.Hosting.Logging;

/// <summary>Writes the log of the inner actor system to the log of the node. Entries of Akka get the category of what they are about.</summary>
internal sealed class NodeLogger : SystemLogger
{
    private const string Product = "Coordinator.";

    private static readonly (string Namespace, string Category)[] Categories =
    [
        ("Akka.Cluster", "Coordinator.Cluster"),
        ("Akka.DistributedData", "Coordinator.Cluster"),
        ("Akka.Coordination", "Coordinator.Cluster"),
        ("Akka.Persistence", "Coordinator.Persistence"),
        ("Coordinator.Hosting", "Coordinator.Node"),
    ];

    protected override string CategoryOf(LogEvent entry)
    {
        if (IsOfRemoting(entry))
            return "Coordinator.NodeLink";
        foreach (var (@namespace, category) in Categories)
        {
            if (IsOf(entry, @namespace))
                return category;
        }

        return entry.LogClass?.FullName is { } name && name.StartsWith(Product, StringComparison.Ordinal) ? Capability(name) : "Coordinator.Actors";
    }

    /// <summary>The first two parts of a name, as in <c>Coordinator.Sessions</c>.</summary>
    private static string Capability(string name)
    {
        var end = name.IndexOf('.', Product.Length);
        return end < 0 ? name : name[..end];
    }
}
