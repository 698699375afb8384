using Coordinator.Faults.Running;
using Coordinator.Harness;

namespace Coordinator.Faults.Faults;

/// <summary>
/// Cuts a node off from the other nodes, kills it and starts it again alone. It still reaches the database and its participants. It must
/// not serve while it is alone, and must join the others by itself when the cut ends.
/// </summary>
internal sealed class LoneNode(int node, int nodes) : IFault
{
    private readonly Cut _cut = Cut.FromOthers(node, nodes);
    private Task _start = Task.CompletedTask;

    public string Target => $"{_cut.Target}, restarted";

    public async Task StrikeAsync(RunEnvironment run)
    {
        await _cut.StrikeAsync(run);
        await run.Node(node).KillAsync();
        _start = run.Node(node).StartAsync();
    }

    public async Task HealAsync(RunEnvironment run)
    {
        var hasServed = _start.IsCompletedSuccessfully;
        await _cut.HealAsync(run);
        if (hasServed)
            throw new FaultsException($"{run.Node(node).Name} served although it was alone: there were two clusters on one database.");
        try
        {
            await _start;
        }
        catch (HarnessException)
        {
            // The others may have removed its earlier life at the moment of the join. The supervision starts it again.
            await run.Node(node).StartAsync();
        }
    }
}
