namespace Masakari.Core.Persistence;

/// <summary>How old the schema of a database is, compared with the schema of this version.</summary>
public enum SchemaAge
{
    /// <summary>There are no tables of Masakari.</summary>
    Missing,

    /// <summary>The tables are those of an older version, of the Python original or of this service; they can be migrated.</summary>
    Old,

    /// <summary>The tables are those of this version.</summary>
    Current,
}
