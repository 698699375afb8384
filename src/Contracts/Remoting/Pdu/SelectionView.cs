namespace Coordinator.Contracts.Remoting.Pdu;

/// <summary>View of a serialized selection of actors (Akka.NET's <c>SelectionEnvelope</c>, serializer 6) in place.</summary>
internal ref struct SelectionView
{
    /// <summary>Id of Akka's serializer of selections.</summary>
    public const int Serializer = 6;

    /// <summary>Id of the serializer of the message to the selected actors.</summary>
    public int SerializerId { get; private set; }

    /// <summary>Manifest of the message.</summary>
    public ReadOnlySpan<byte> Manifest { get; private set; }

    /// <summary>The serialized message.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>Reads the message, which is the first field. The elements of the path after it are not read. False: it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> selection, out SelectionView view)
    {
        view = default;
        var fields = new ProtoFieldReader(selection);
        if (!fields.Next() || fields.Field != 1 || !fields.IsBytes)
            return false;
        var payload = new ProtoFieldReader(fields.Bytes);
        while (payload.Next())
        {
            switch (payload.Field)
            {
                case 1 when payload.IsBytes:
                    view.Body = payload.Bytes;
                    break;
                case 2 when payload.IsVarint:
                    view.SerializerId = unchecked((int)payload.Number);
                    break;
                case 3 when payload.IsBytes:
                    view.Manifest = payload.Bytes;
                    break;
                default:
                    return false;
            }
        }

        return !payload.IsMalformed;
    }
}
