using System.Diagnostics;

namespace Coordinator.Faults.Network;

/// <summary>Network between the places in which the processes of a run live.</summary>
internal interface INetwork : IAsyncDisposable
{
    /// <summary>Gets a description in one line.</summary>
    string Description { get; }

    /// <summary>Gets a value indicating whether connections between places can be cut.</summary>
    bool CanCut { get; }

    string AddressOf(Place place);

    /// <summary>Gets the second address of a node, which its relay forwards to.</summary>
    string HiddenAddressOf(Place place);

    /// <summary>Changes the start of a program so that it runs in a place.</summary>
    void Enter(Place place, ProcessStartInfo start);

    /// <summary>Drops or resets what one place sends to another.</summary>
    Task CutAsync(Place from, Place to, Loss loss);

    /// <summary>Reverts <see cref="CutAsync" />.</summary>
    Task JoinAsync(Place from, Place to, Loss loss);
}

/// <summary>Machine in the network.</summary>
/// <param name="Number">Last byte of its addresses.</param>
/// <param name="Name">Short and unique name.</param>
internal sealed record Place(int Number, string Name)
{
    /// <summary>Offset from the address of a place to its hidden address.</summary>
    public const int Hidden = 50;

    public static readonly Place Services = new(100, "svc");
    /// <summary>Place of the one service process that can be cut off by itself.</summary>
    public static readonly Place Branch = new(101, "branch");

    public static readonly Place Database = new(200, "db");

    /// <summary>All places of participants.</summary>
    public static readonly IReadOnlyList<Place> Participants = [Services, Branch];

    /// <param name="number">Number of the node, counted from 1.</param>
    public static Place Node(int number) => new(number, $"node{number}");
}
