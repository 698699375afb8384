namespace OrderPayment.Story;

/// <summary>Output of the sample's progress.</summary>
internal interface IStoryScreen
{
    /// <summary>Prints an event.</summary>
    void Say(string what);

    /// <summary>Shows the current progress.</summary>
    void Show(Progress progress);

    /// <summary>Runs the work and shows this screen meanwhile.</summary>
    Task<T> DuringAsync<T>(Func<Task<T>> work);
}
