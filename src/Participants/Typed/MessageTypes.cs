using System.Collections.Concurrent;

namespace Coordinator.Participants.Typed;

/// <summary>Names of message types: registered ones first, then those of attributes, then full names.</summary>
internal sealed class MessageTypes(IEnumerable<MessageTypeRegistration> registrations)
{
    private readonly Dictionary<Type, string> _registered =
        registrations.ToDictionary(registration => registration.Type, registration => registration.Name);

    private readonly ConcurrentDictionary<Type, string?> _given = new();

    public string NameOf(Type type) => GivenName(type) ?? MessageTypeName.Default(type);

    /// <summary>Tells whether the service has given the type a name, by registration or attribute.</summary>
    public bool IsNamed(Type type) => GivenName(type) is not null;

    private string? GivenName(Type type) => _given.GetOrAdd(type, Find);

    private string? Find(Type type) => _registered.GetValueOrDefault(type) ?? MessageTypeName.Declared(type);
}
