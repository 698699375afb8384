namespace OrderPayment.Story;

/// <summary>Options that the user chose.</summary>
/// <param name="Orders">CSV file with the orders.</param>
/// <param name="Data">Directory of the databases; <c>null</c> for a temporary one, which is removed at the end.</param>
/// <param name="Json">Whether the last line of the output is the figures as JSON.</param>
internal sealed record StoryOptions(string Orders, string? Data, bool Json);
