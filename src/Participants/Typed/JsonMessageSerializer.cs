using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Coordinator.Participants.Typed;

/// <summary>Writes and reads JSON with System.Text.Json. Every type goes through its <see cref="JsonTypeInfo" />.</summary>
/// <remarks>
/// With a source-generated <see cref="JsonSerializerContext" /> nothing is looked up by reflection, so trimmed and AOT-compiled services work.
/// A type that the context does not have is not JSON for this serializer, and is refused where it is sent, or at the start of its consumer.
/// </remarks>
public sealed class JsonMessageSerializer : IMessageSerializer
{
    private const string MediaType = "application/json";

    private readonly JsonSerializerOptions _options;

    /// <summary>Uses <see cref="JsonSerializerOptions.Web" />: names in camel case, read without regard to case.</summary>
    public JsonMessageSerializer() : this(JsonSerializerOptions.Web)
    {
    }

    /// <param name="context">Source-generated context with the types of the messages.</param>
    public JsonMessageSerializer(JsonSerializerContext context) : this(OptionsOf(context))
    {
    }

    /// <param name="options">
    /// Options. Without a <see cref="JsonSerializerOptions.TypeInfoResolver" /> they get the one that reflects, if the service has not turned
    /// it off. They cannot be changed afterwards.
    /// </param>
    public JsonMessageSerializer(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.MakeReadOnly(populateMissingResolver: options.TypeInfoResolver is null && JsonSerializer.IsReflectionEnabledByDefault);
        _options = options;
    }

    /// <inheritdoc />
    public string ContentType => MediaType;

    /// <inheritdoc />
    public bool CanRead(string mediaType)
    {
        ArgumentNullException.ThrowIfNull(mediaType);
        return mediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase)
            || mediaType.Equals("text/json", StringComparison.OrdinalIgnoreCase)
            || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc />
    public bool CanSerialize(Type type) => _options.TryGetTypeInfo(type, out _);

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Serialize(object body, Type type) =>
        JsonSerializer.SerializeToUtf8Bytes(body, _options.GetTypeInfo(type));

    /// <inheritdoc />
    public object? Deserialize(ReadOnlyMemory<byte> body, Type type) =>
        JsonSerializer.Deserialize(body.Span, _options.GetTypeInfo(type));

    private static JsonSerializerOptions OptionsOf(JsonSerializerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Options;
    }
}
