using System.Text;
using System.Text.Json;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Participants.Typed;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants.Tests.Typed;

public sealed class MessageFactorySpec
{
    private static readonly Topic Topic = new("orders");

    private static readonly OrderPaid Paid = new("4711", 12.5m);

    [Fact]
    public void Message_has_the_type_and_the_format_of_its_body_by_the_names_of_CloudEvents()
    {
        var message = new MessageFactory().Create(Topic, Paid, new MessageOptions
        {
            Key = "4711",
            OrderingKey = "ann",
            Tag = "gift",
            Delay = TimeSpan.FromMinutes(1),
            Properties = new Dictionary<string, string> { ["ce-source"] = "/shop" },
        });

        Assert.Equal((Topic, "4711", "ann", "gift", TimeSpan.FromMinutes(1)), (message.Topic, message.Key, message.OrderingKey, message.Tag, message.Delay));
        Assert.Equal("""{"id":"4711","amount":12.5}""", Text(message));
        Assert.Equal(
            [("ce-source", "/shop"), ("ce-type", "orders.paid.v1"), ("content-type", "application/json")],
            message.Properties.Select(property => (property.Key, property.Value)).Order());
    }

    [Fact]
    public void Type_without_a_name_has_its_full_name_without_assembly()
    {
        var factory = new MessageFactory();

        Assert.Equal("Coordinator.Participants.Tests.Typed.OrderShipped", TypeOf(factory.Create(Topic, new OrderShipped("1"))));
        Assert.Equal("Coordinator.Participants.Tests.Typed.OrderShipped+Parcel", TypeOf(factory.Create(Topic, new OrderShipped.Parcel("1"))));
        Assert.Equal(
            "System.Collections.Generic.List`1[Coordinator.Participants.Tests.Typed.OrderShipped]",
            TypeOf(factory.Create(Topic, new List<OrderShipped>())));
    }

    [Fact]
    public void Registered_name_replaces_the_attribute()
    {
        var factory = Factory(participant => participant.AddMessageType<OrderPaid>("orders.paid.v2"));

        Assert.Equal("orders.paid.v2", TypeOf(factory.Create(Topic, Paid)));
        Assert.Equal("orders.cancelled.v1", TypeOf(factory.Create(Topic, new OrderCancelled("1"))));
    }

    [Fact]
    public void Body_is_written_as_its_own_type_unless_the_named_one_has_a_name()
    {
        var factory = new MessageFactory();

        Assert.Equal("orders.paid.v1", TypeOf(factory.Create<object>(Topic, Paid)));
        var opened = factory.Create<OrderEvent>(Topic, new OrderOpened("1", 2));
        Assert.Equal("orders.event", TypeOf(opened));
        Assert.Equal("""{"$type":"opened","items":2,"id":"1"}""", Text(opened));
    }

    [Fact]
    public void Protobuf_classes_are_written_as_protobuf()
    {
        var message = new MessageFactory().Create(Topic, new StringValue { Value = "paid" });

        Assert.Equal("application/protobuf", message.Properties[MessageProperties.ContentType]);
        Assert.Equal("paid", StringValue.Parser.ParseFrom(message.Body.Span).Value);
    }

    [Fact]
    public void Source_generated_context_takes_the_place_of_reflection()
    {
        var factory = Factory(participant => participant.UseJson(OrderJson.Default));

        Assert.Equal("""{"Id":"4711","Amount":12.5}""", Text(factory.Create(Topic, Paid)));
        var error = Assert.Throws<ArgumentException>(() => factory.Create(Topic, new OrderCancelled("1")));
        Assert.Contains("JsonSerializerContext", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_the_service_are_used()
    {
        var factory = Factory(participant => participant.UseJson(
            new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper }));

        Assert.Equal("""{"ID":"4711","AMOUNT":12.5}""", Text(factory.Create(Topic, Paid)));
    }

    [Fact]
    public void Serializer_of_the_service_comes_first()
    {
        var factory = Factory(participant => participant.AddMessageSerializer(new ReversedText()));

        var message = factory.Create(Topic, "paid");

        Assert.Equal(("diap", "text/reversed"), (Text(message), message.Properties[MessageProperties.ContentType]));
    }

    [Fact]
    public void Bad_values_are_refused_where_they_are_given()
    {
        var factory = new MessageFactory();
        var circle = new Circle();
        circle.Next = circle;

        Assert.Throws<ArgumentNullException>(() => factory.Create<OrderPaid>(Topic, null!));
        Assert.IsType<JsonException>(Assert.Throws<ArgumentException>(() => factory.Create(Topic, circle)).InnerException);
        Refused("topic must be set", () => factory.Create(default, Paid));
        Refused("at most 256", () => factory.Create(Topic, Paid, new MessageOptions { Key = new string('k', 257) }));
        Refused("delay must be", () => factory.Create(Topic, Paid, new MessageOptions { Delay = TimeSpan.FromDays(41) }));
        Refused("properties must not be null", () => factory.Create(Topic, Paid, new MessageOptions { Properties = null! }));
        Refused("'CE-Type' is set by the library", () => factory.Create(
            Topic, Paid, new MessageOptions { Properties = new Dictionary<string, string> { ["CE-Type"] = "mine" } }));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("orders paid")]
    [InlineData("orders\npaid")]
    public void Name_of_a_type_that_is_not_allowed_is_refused(string? name)
    {
        var participant = new ServiceCollection().AddCoordinatorParticipant(_ => { });

        Assert.ThrowsAny<ArgumentException>(() => participant.AddMessageType<OrderPaid>(name!));
        Assert.ThrowsAny<ArgumentException>(() => new MessageTypeAttribute(name!));
        Assert.ThrowsAny<ArgumentException>(() => new MessageTypeAttribute(new string('n', 257)));
    }

    [Fact]
    public void Type_or_name_that_is_registered_twice_is_refused()
    {
        var participant = new ServiceCollection().AddCoordinatorParticipant(_ => { }).AddMessageType<OrderPaid>("orders.paid");

        foreach (var again in new Action[]
        {
            () => participant.AddMessageType<OrderPaid>("orders.paid"),
            () => participant.AddMessageType<OrderPaid>("orders.paid.v2"),
            () => participant.AddMessageType<OrderCancelled>("orders.paid"),
        })
        {
            Assert.Contains("Register each type and each name once", Assert.Throws<InvalidOperationException>(again).Message, StringComparison.Ordinal);
        }
    }

    private static void Refused(string part, Action create) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(create).Message, StringComparison.Ordinal);

    private static MessageFactory Factory(Action<CoordinatorParticipantBuilder> build)
    {
        var services = new ServiceCollection();
        build(services.AddCoordinatorParticipant(_ => { }));
        return services.BuildServiceProvider().GetRequiredService<MessageFactory>();
    }

    private static string Text(Message message) => Encoding.UTF8.GetString(message.Body.Span);

    private static string TypeOf(Message message) => message.Properties[MessageProperties.Type];

    private sealed class Circle
    {
        public Circle? Next { get; set; }
    }

    private sealed class ReversedText : IMessageSerializer
    {
        public string ContentType => "text/reversed";

        public bool CanRead(string mediaType) => mediaType == ContentType;

        public bool CanSerialize(System.Type type) => type == typeof(string);

        public ReadOnlyMemory<byte> Serialize(object body, System.Type type) => Encoding.UTF8.GetBytes([.. ((string)body).Reverse()]);

        public object? Deserialize(ReadOnlyMemory<byte> body, System.Type type) => new string([.. Encoding.UTF8.GetString(body.Span).Reverse()]);
    }
}
