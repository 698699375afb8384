namespace Coordinator.Topics.Catalog;

/// <summary>Size of the catalog.</summary>
/// <param name="Topics">Number of topics that exist.</param>
/// <param name="Queues">Number of their queues.</param>
internal readonly record struct CatalogCount(int Topics, int Queues);
