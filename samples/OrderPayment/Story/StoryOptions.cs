namespace OrderPayment.Story;

/// <summary>What the user asked for.</summary>
/// <param name="Orders">The CSV file.</param>
/// <param name="Data">Where the databases are kept; <c>null</c>: in a temporary directory, removed at the end.</param>
/// <param name="Json">Whether the last line is the figures as JSON.</param>
internal sealed record StoryOptions(string Orders, string? Data, bool Json);
