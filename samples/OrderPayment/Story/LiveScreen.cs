using Spectre.Console;

namespace OrderPayment.Story;

/// <summary>Shows progress as growing bars, for terminals.</summary>
internal sealed class LiveScreen(IAnsiConsole console) : IStoryScreen
{
    private ProgressTask? _settled;
    private ProgressTask? _shipped;
    private ProgressTask? _points;

    public void Say(string what) => console.MarkupLineInterpolated($"[grey]{what}[/]");

    public void Show(Progress progress)
    {
        if (_settled is null || _shipped is null || _points is null)
            return;
        (_settled.MaxValue, _settled.Value) = (progress.Orders, progress.Paid + progress.Declined);
        _settled.Description = $"paid {progress.Paid}, declined {progress.Declined}";
        var payments = Math.Max(1, progress.Orders - progress.Declined);
        (_shipped.MaxValue, _shipped.Value) = (payments, progress.Shipped);
        _shipped.Description = $"shipped {progress.Shipped}";
        (_points.MaxValue, _points.Value) = (payments, progress.PointsAwarded);
        _points.Description = $"with points {progress.PointsAwarded}";
    }

    public Task<T> DuringAsync<T>(Func<Task<T>> work) => console.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn())
        .StartAsync(async progress =>
        {
            _settled = progress.AddTask("paid");
            _shipped = progress.AddTask("shipped");
            _points = progress.AddTask("with points");
            return await work();
        });
}
