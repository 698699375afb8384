using System.Text.Json;
using System.Text.Json.Serialization;
using Coordinator.Participants.Common;
using Coordinator.Participants.Typed;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants;

/// <summary>Gives types of messages their names and their formats.</summary>
public static class TypedMessages
{
    /// <summary>
    /// Gives a type of messages its stable name, in place of its <see cref="MessageTypeAttribute" /> or its full name.
    /// </summary>
    /// <param name="participant">The participant.</param>
    /// <param name="name">The name, such as <c>orders.paid.v1</c>: 1 to 256 characters without blanks and control characters.</param>
    /// <exception cref="ArgumentException">The name is not valid.</exception>
    /// <exception cref="InvalidOperationException">The type or the name is registered already.</exception>
    public static CoordinatorParticipantBuilder AddMessageType<TMessage>(this CoordinatorParticipantBuilder participant, string name)
    {
        var services = Services(participant);
        var added = new MessageTypeRegistration(typeof(TMessage), MessageTypeName.Require(name));
        foreach (var earlier in services.InstancesFor<MessageTypeRegistration>(name: null))
        {
            if (earlier.Type == added.Type || earlier.Name == added.Name)
            {
                throw new InvalidOperationException(
                    $"{added.Type} cannot be message type '{added.Name}', because {earlier.Type} is '{earlier.Name}'. Register each type and each name once.");
            }
        }

        services.AddSingleton(added);
        return participant;
    }

    /// <summary>
    /// Writes and reads JSON with a source-generated context, for all types that it has. Trimmed services need it. The default JSON is off then, so a
    /// type that the context lacks is refused.
    /// </summary>
    public static CoordinatorParticipantBuilder UseJson(this CoordinatorParticipantBuilder participant, JsonSerializerContext context) =>
        participant.AddMessageSerializer(new JsonMessageSerializer(context));

    /// <summary>
    /// Writes and reads JSON with these options, in place of the default. They cannot be changed afterwards.
    /// </summary>
    public static CoordinatorParticipantBuilder UseJson(this CoordinatorParticipantBuilder participant, JsonSerializerOptions options) =>
        participant.AddMessageSerializer(new JsonMessageSerializer(options));

    /// <summary>
    /// Adds a serializer. For each type the first one that takes it is used, in the order of registration. Protobuf comes after them, and then JSON
    /// with <see cref="JsonSerializerOptions.Web" />, unless <c>UseJson</c> was called.
    /// </summary>
    public static CoordinatorParticipantBuilder AddMessageSerializer(this CoordinatorParticipantBuilder participant, IMessageSerializer serializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        Services(participant).AddSingleton(serializer);
        return participant;
    }

    private static IServiceCollection Services(CoordinatorParticipantBuilder participant)
    {
        ArgumentNullException.ThrowIfNull(participant);
        return participant.Services;
    }
}
