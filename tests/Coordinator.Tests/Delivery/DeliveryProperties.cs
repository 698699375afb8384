using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using CsCheck;

namespace Coordinator.Tests.Delivery;

public sealed class DeliveryProperties
{
    private static readonly Gen<int> Key = Gen.Int[0, 3];
    private static readonly Gen<int> Tag = Gen.Int[0, 2];
    private static readonly Gen<int> Member = Gen.Int[0, 2];
    private static readonly Gen<int> Any = Gen.Int[0, 1_000];
    private static readonly Gen<int> Seconds = Gen.Int[0, 1_000];
    private static readonly Gen<int> Delay = Gen.Frequency((9, Gen.Const(0)), (1, Gen.Int[1, 59]));

    private static readonly Gen<TimeSpan?> RetryDelay = Gen.OneOf(
        Gen.Const((TimeSpan?)null), Gen.Int[0, 6].Select(seconds => (TimeSpan?)TimeSpan.FromSeconds(seconds)));

    private static readonly Gen<DeliveryCommand> Command = Gen.Frequency(
        (6, Gen.Select(Key, Delay, Tag, (key, delay, tag) =>
            new DeliveryCommand($"append key {key} delay {delay}s tag {tag}", model => model.Append(key, delay, tag)))),
        (2, Any.Select(n => new DeliveryCommand($"acknowledge {n}", model => model.Settle(n, of => new Acknowledge(of))))),
        (3, Gen.Select(Any, RetryDelay, (n, delay) =>
            new DeliveryCommand($"retry {n} after {delay}", model => model.Settle(n, of => new Retry(of, delay))))),
        (2, Any.Select(n => new DeliveryCommand($"reject {n}", model => model.Settle(n, of => new Reject(of))))),
        (2, Gen.Select(Gen.Int[1, 4], Member, Gen.Int[0, 3], (room, member, wish) =>
            new DeliveryCommand($"join {member} with room {room} and wish {wish}", model => model.Join(room, member, wish)))),
        (2, Any.Select(n => new DeliveryCommand($"hand back {n}", model => model.Settle(n, of => new HandBack(of))))),
        (2, Any.Select(n => new DeliveryCommand($"renew {n}", model => model.Renew(n)))),
        (2, Gen.Select(Any, Gen.Bool, (n, alone) => new DeliveryCommand($"begin {n} alone {alone}", model => model.Begin(n, alone)))),
        (2, Gen.Select(Gen.Enum<ConsumerLoss>(), Member, (loss, member) =>
            new DeliveryCommand($"leave {member} {loss}", model => model.Leave(loss, member)))),
        (1, Seconds.Select(seconds => new DeliveryCommand($"advance {seconds}s", model => model.Advance(seconds)))),
        (1, Gen.Const(new DeliveryCommand("store dead letters", model => model.StoreDeadLetters()))),
        (1, Gen.Int[1, 60].Select(offset => new DeliveryCommand($"trim to {offset}", model => model.Trim(offset)))),
        (3, Gen.Bool.Select(whole => new DeliveryCommand($"save, whole {whole}", model => model.Save(whole)))),
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

    [Fact]
    public void Message_that_also_waits_for_an_earlier_due_time_goes_to_the_first_member_that_has_room()
    {
        var model = new DeliveryModel();
        model.Join(room: 4);
        model.Append(key: 0, delay: 0, tag: 1);
        model.Append(key: 0, delay: 0, tag: 2);
        model.Pump();
        // Both come again later. The second is handed back, and due at once then.
        model.Leave(ConsumerLoss.Moved);
        model.Settle(1, of => new HandBack(of));
        model.Join(room: 0, member: 1);
        model.Pump();
        model.Join(room: 4, member: 1, wish: 1);
        model.Pump();
        model.Join(room: 4, member: 2, wish: 3);
        model.Pump();
        model.CheckNothingLost();
    }

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
        Assert.Equal(Enumerable.Range(1, model.Length).Select(offset => (long)offset), model.Settled.Union(model.Skipped).Union(model.Missed).Order());
    }
}
