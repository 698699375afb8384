namespace Coordinator.Harness.Attacks.Targets;

/// <summary>Coordinator that is attacked.</summary>
public enum Setup
{
    /// <summary>One node with SQLite, plain TCP on loopback.</summary>
    OneNode = 1,

    /// <summary>One node with SQLite and mutual TLS.</summary>
    OneNodeTls = 2,

    /// <summary>Three nodes with PostgreSQL, plain TCP on loopback.</summary>
    ThreeNodes = 3,

    /// <summary>Three nodes with PostgreSQL, and mutual TLS under two authorities.</summary>
    ThreeNodesTls = 4,
}
