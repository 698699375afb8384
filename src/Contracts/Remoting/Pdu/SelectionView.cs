namespace Coordinator.Contracts.Remoting.Pdu;

/// <summary>Reads a serialized selection of actors (Akka.NET's <c>SelectionEnvelope</c>) in place.</summary>
internal static class SelectionView
{
    /// <summary>Id of Akka's serializer of selections.</summary>
    public const int Serializer = 6;

    /// <summary>
    /// Reads the message to the selected actors, which is the first field. The elements of the path after it are not read. False: the bytes
    /// are no selection.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> selection, out PayloadView message)
    {
        message = default;
        var fields = new ProtoFieldReader(selection);
        return fields.Next() && fields.Field == 1 && fields.IsBytes && PayloadView.TryParse(fields.Bytes, out message);
    }
}
