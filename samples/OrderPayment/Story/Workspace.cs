using Microsoft.Data.Sqlite;
using OrderPayment.Orders;
using OrderPayment.Services;

namespace OrderPayment.Story;

/// <summary>Directory of all databases: the user's, which is kept, or a temporary one.</summary>
internal sealed class Workspace : IDisposable
{
    private bool _isTemporary;

    private Workspace(string path, bool isTemporary) => (Path, _isTemporary) = (path, isTemporary);

    public string Path { get; }

    public string Orders => System.IO.Path.Combine(Path, "orders.db");

    public string Shipping => System.IO.Path.Combine(Path, "shipping.db");

    public string Points => System.IO.Path.Combine(Path, "points.db");

    public string Coordinator => System.IO.Path.Combine(Path, "coordinator.db");

    /// <exception cref="StoryFailedException">The directory cannot be created.</exception>
    public static Workspace Open(string? kept)
    {
        try
        {
            return kept is null
                ? new Workspace(Directory.CreateTempSubdirectory("order-payment-").FullName, isTemporary: true)
                : new Workspace(Directory.CreateDirectory(kept).FullName, isTemporary: false);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StoryFailedException($"Cannot use the directory for the databases: {refused.Message}", refused);
        }
    }

    /// <summary>Creates the services' tables where they are missing.</summary>
    public async Task<OrderBook> InstallAsync(CancellationToken ct)
    {
        var book = new OrderBook(new SqliteFile(Orders));
        await book.CreateAsync(ct);
        var undisturbed = new StopSign(null);
        await new EffectOnce(new SqliteFile(Shipping), undisturbed).CreateAsync(ShippingService.Schema, ct);
        await new EffectOnce(new SqliteFile(Points), undisturbed).CreateAsync(PointsService.Schema, ct);
        return book;
    }

    /// <summary>Path of a log file. Its directory exists.</summary>
    public string Log(string name)
    {
        var logs = Directory.CreateDirectory(System.IO.Path.Combine(Path, "logs"));
        return System.IO.Path.Combine(logs.FullName, $"{name}.log");
    }

    /// <summary>Keeps the directory, so that a failure can be examined.</summary>
    public void Keep() => _isTemporary = false;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        if (_isTemporary)
            Directory.Delete(Path, recursive: true);
    }
}
