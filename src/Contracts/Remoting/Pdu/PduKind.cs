namespace Coordinator.Contracts.Remoting.Pdu;

/// <summary>Kind of a protocol data unit (PDU) of Akka remoting.</summary>
internal enum PduKind
{
    /// <summary>Bytes that no peer of ours sends.</summary>
    Malformed = 0,

    /// <summary>Message to an actor.</summary>
    Message = 1,

    /// <summary>First PDU of a connection in either direction, with the address of its sender.</summary>
    Associate = 2,

    /// <summary>Orderly end of a connection.</summary>
    Disassociate = 3,

    /// <summary>Sign of life.</summary>
    Heartbeat = 4,

    /// <summary>Acknowledgement of system messages, without a message.</summary>
    Acknowledgement = 5,
}
