namespace OrderPayment.Story;

/// <summary>Where the story is told while it happens.</summary>
internal interface IStoryScreen
{
    /// <summary>Something happened.</summary>
    void Say(string what);

    /// <summary>So far it got.</summary>
    void Show(Progress progress);

    /// <summary>Runs the work with this screen around it.</summary>
    Task<T> DuringAsync<T>(Func<Task<T>> work);
}
