using Coordinator.Contracts.Consuming;
using CsCheck;

namespace Coordinator.Tests.Delivery;

public sealed class DeliveryProperties
{
    private static readonly Gen<int> Key = Gen.Int[0, 3];
    private static readonly Gen<int> Any = Gen.Int[0, 1_000];
    private static readonly Gen<int> Seconds = Gen.Int[0, 1_000];
    private static readonly Gen<int> Delay = Gen.Frequency((9, Gen.Const(0)), (1, Gen.Int[1, 59]));

    private static readonly Gen<TimeSpan?> RetryDelay = Gen.OneOf(
        Gen.Const((TimeSpan?)null), Gen.Int[0, 6].Select(seconds => (TimeSpan?)TimeSpan.FromSeconds(seconds)));

    private static readonly Gen<DeliveryCommand> Command = Gen.Frequency(
        (6, Gen.Select(Key, Delay, (key, delay) =>
            new DeliveryCommand($"append key {key} delay {delay}s", model => model.Append(key, delay)))),
        (2, Any.Select(n => new DeliveryCommand($"acknowledge {n}", model => model.Settle(n, of => new Acknowledge(of))))),
        (3, Gen.Select(Any, RetryDelay, (n, delay) =>
            new DeliveryCommand($"retry {n} after {delay}", model => model.Settle(n, of => new Retry(of, delay))))),
        (2, Any.Select(n => new DeliveryCommand($"reject {n}", model => model.Settle(n, of => new Reject(of))))),
        (1, Gen.Int[1, 4].Select(room => new DeliveryCommand($"join with room {room}", model => model.Join(room)))),
        (1, Gen.Const(new DeliveryCommand("leave", model => model.Leave()))),
        (1, Seconds.Select(seconds => new DeliveryCommand($"advance {seconds}s", model => model.Advance(seconds)))),
        (1, Gen.Const(new DeliveryCommand("store dead letters", model => model.StoreDeadLetters()))),
        (2, Gen.Const(new DeliveryCommand("save", model => model.Save()))),
        (1, Gen.Const(new DeliveryCommand("crash", model => model.Crash()))));

    [Fact]
    [Trait("race", "19")]
    public void Each_message_is_pending_or_settled_in_the_order_of_its_key_whatever_happens() =>
        Command.Array[0, 120].Sample(
            commands =>
            {
                var model = new DeliveryModel();
                foreach (var command in commands)
                {
                    command.Run(model);
                    model.Pump();
                    model.CheckNothingLost();
                }

                Drain(model);
            },
            iter: 5_000,
            print: commands => string.Join("; ", commands.Select(command => command.Text)));

    /// <summary>Lets a healthy consumer settle everything.</summary>
    private static void Drain(DeliveryModel model)
    {
        model.Join(room: 4);
        for (var round = 0; round < 2_000 && !model.IsDone; round++)
        {
            model.Pump();
            model.CheckNothingLost();
            model.SettleAll();
            model.StoreDeadLetters();
            model.Advance(60);
        }

        Assert.True(model.IsDone, "a message was never delivered");
        Assert.Equal(Enumerable.Range(1, model.Length).Select(offset => (long)offset), model.Settled.Order());
    }
}
