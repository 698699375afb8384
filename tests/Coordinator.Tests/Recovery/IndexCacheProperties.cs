using Coordinator.Contracts;
using Coordinator.Recovery;
using CsCheck;

namespace Coordinator.Tests.Recovery;

public sealed class IndexCacheProperties
{
    private static readonly Gen<(What What, int Which)> Step = Gen.Select(Gen.Enum<What>(), Gen.Int[0, 30]);

    private enum What
    {
        Prepare,
        TakePlace,
        ShowLate,
        End,
        Delete,
        Pass,
        MoveMark,
    }

    [Fact]
    [Trait("race", "40")]
    public void Any_pass_finds_just_what_is_open() =>
        Gen.Select(Step.List[1, 120], Gen.Int[1, 6]).Sample((steps, rows) =>
        {
            var journal = new FakeIndex();
            var index = new IndexCache(journal);
            var hidden = new List<long>();
            var open = new SortedSet<long>();
            var decided = new List<long>();
            long mark = 0;
            foreach (var (what, which) in steps)
            {
                switch (what)
                {
                    case What.Prepare:
                        Show(journal.TakePlace());
                        break;
                    case What.TakePlace:
                        hidden.Add(journal.TakePlace());
                        break;
                    case What.ShowLate when hidden.Count > 0:
                        Show(hidden[which % hidden.Count]);
                        hidden.RemoveAt(which % hidden.Count);
                        break;
                    case What.End when open.Count > 0:
                        var ended = open.ElementAt(which % open.Count);
                        open.Remove(ended);
                        decided.Add(ended);
                        journal.Decide(Id(ended));
                        break;
                    case What.Delete when decided.Count > 0:
                        var deleted = decided[which % decided.Count];
                        decided.Remove(deleted);
                        journal.Delete(deleted);
                        break;
                    case What.Pass:
                        Assert.Equal(open.Where(place => place > mark), Pass(index, mark, rows));
                        break;
                    case What.MoveMark:
                        mark = Math.Min(mark + (which % 4), journal.HighestOrderingAsync(default).Result);
                        break;
                    default:
                        break;
                }
            }

            void Show(long place)
            {
                journal.AddAt(place, Id(place).Value, DateTimeOffset.UnixEpoch);
                open.Add(place);
            }
        });

    private static TransactionId Id(long place) => new($"t{place}");

    /// <summary>Reads one pass as the sweep does.</summary>
    internal static List<long> Pass(IndexCache index, long from, int rows)
    {
        var open = new List<long>();
        var upTo = index.HighestOrderingAsync(default).Result;
        for (long? cursor = from; cursor is { } after && after < upTo;)
        {
            var page = index.ReadAsync(after, upTo, rows, default).Result;
            open.AddRange(page.Open.Select(transaction => transaction.Ordering));
            cursor = page.ReadTo;
        }

        return open;
    }
}
