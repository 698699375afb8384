using System.Diagnostics;

namespace Coordinator.Faults.Network;

/// <summary>Where the processes of a run live, and what is between them.</summary>
internal interface INetwork : IAsyncDisposable
{
    /// <summary>For people, in one line.</summary>
    string Description { get; }

    /// <summary>Whether connections between places can be cut.</summary>
    bool CanCut { get; }

    string AddressOf(Place place);

    /// <summary>A second address of a node, behind its relay.</summary>
    string HiddenAddressOf(Place place);

    /// <summary>Changes the start of a program so that it runs in a place.</summary>
    void Enter(Place place, ProcessStartInfo start);

    /// <summary>From now on what one place sends to another is lost; with a share below one, so much of it.</summary>
    Task CutAsync(Place from, Place to, double share = 1);

    /// <summary>Takes back what <see cref="CutAsync" /> did.</summary>
    Task JoinAsync(Place from, Place to, double share = 1);
}

/// <summary>A machine, as far as the network knows.</summary>
/// <param name="Number">Its last byte in addresses.</param>
/// <param name="Name">Short, and unique.</param>
internal sealed record Place(int Number, string Name)
{
    /// <summary>From the address of a place to its hidden one.</summary>
    public const int Hidden = 50;

    public static readonly Place Services = new(100, "svc");
    public static readonly Place Database = new(200, "db");

    /// <param name="number">Counted from 1.</param>
    public static Place Node(int number) => new(number, $"node{number}");
}
