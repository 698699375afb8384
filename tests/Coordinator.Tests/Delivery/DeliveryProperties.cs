using CsCheck;

namespace Coordinator.Tests.Delivery;

public sealed class DeliveryProperties
{
    private static readonly Gen<(int Step, int A, int B)> Step =
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, 1_000], Gen.Int[0, 3], (step, a, b) => (step, a, b));

    [Fact]
    [Trait("race", "19")]
    public void Each_message_is_pending_or_settled_in_the_order_of_its_key_whatever_happens() =>
        Step.Array[0, 120].Sample(
            steps =>
            {
                var model = new DeliveryModel();
                foreach (var (step, a, b) in steps)
                {
                    Take(model, step, a, b);
                    model.Pump();
                    model.CheckNothingLost();
                }

                Drain(model);
            },
            iter: 5_000);

    private static void Take(DeliveryModel model, int step, int a, int b)
    {
        switch (step)
        {
            case < 6:
                model.Append(key: b, delay: a % 10 == 0 ? a % 60 : 0);
                break;
            case < 13:
                model.Settle(a, b);
                break;
            case 13:
                model.Join(room: 1 + b);
                break;
            case 14:
                model.Leave();
                break;
            case 15:
                model.Advance(a);
                break;
            case 16:
                model.StoreDeadLetters();
                break;
            case 17 or 18:
                model.Save();
                break;
            default:
                model.Crash();
                break;
        }
    }

    /// <summary>With a consumer that is well everything is settled in the end.</summary>
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

        Assert.True(model.IsDone, "something never came");
        Assert.Equal(Enumerable.Range(1, model.Length).Select(offset => (long)offset), model.Settled.Order());
    }
}
