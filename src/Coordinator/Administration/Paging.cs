using System.Globalization;

namespace Coordinator.Administration;

/// <summary>Reads the query parameters of a page. The framework would refuse an invalid number without a message.</summary>
internal static class Paging
{
    public const int MostListed = 1_000;
    private const int Listed = 100;

    public static int Limit(string? text) =>
        text is null ? Listed
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostListed ? limit
        : throw RefusedRequest.Invalid($"limit must be between 1 and {MostListed}, but is {text}.");

    public static long After(string? text) =>
        text is null ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after
        : throw RefusedRequest.Invalid($"after must be a whole number from the previous page, but is {text}.");
}
