namespace Masakari.Host.Sandbox;

/// <summary>What a cell's database holds. Each kind has a query and a time limit of its own, so a slow cell may show one and hide the other.</summary>
[Flags]
internal enum CellData
{
    Servers = 1,
    Services = 2,
    Migrations = 4,
    All = Servers | Services | Migrations,
}
