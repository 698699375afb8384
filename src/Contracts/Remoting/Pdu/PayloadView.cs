namespace Coordinator.Contracts.Remoting.Pdu;

/// <summary>View of a serialized message (Akka.NET's <c>Payload</c>) in place.</summary>
internal readonly ref struct PayloadView
{
    private PayloadView(int serializerId, ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> body)
    {
        SerializerId = serializerId;
        Manifest = manifest;
        Body = body;
    }

    /// <summary>Id of the serializer of the message.</summary>
    public int SerializerId { get; }

    /// <summary>Manifest of the message.</summary>
    public ReadOnlySpan<byte> Manifest { get; }

    /// <summary>The serialized message.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Reads a payload. False: the bytes are none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out PayloadView view)
    {
        view = default;
        var serializerId = 0;
        ReadOnlySpan<byte> manifest = default, body = default;
        var fields = new ProtoFieldReader(payload);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1 when fields.IsBytes:
                    body = fields.Bytes;
                    break;
                case 2 when fields.IsVarint:
                    serializerId = unchecked((int)fields.Number);
                    break;
                case 3 when fields.IsBytes:
                    manifest = fields.Bytes;
                    break;
                default:
                    return false;
            }
        }

        view = new PayloadView(serializerId, manifest, body);
        return !fields.IsMalformed;
    }
}
