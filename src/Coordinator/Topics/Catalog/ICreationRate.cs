namespace Coordinator.Topics.Catalog;

/// <summary>Rate at which a participant may create topics and consumer groups of topics. Safe for concurrent use.</summary>
internal interface ICreationRate
{
    /// <summary>Description of the limit, for a request that exceeds it.</summary>
    string Refusal { get; }

    bool TryTake();

    /// <summary>Gives back what was taken, because nothing had to be created.</summary>
    void Return();
}
