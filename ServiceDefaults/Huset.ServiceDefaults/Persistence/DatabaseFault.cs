using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Huset.ServiceDefaults.Persistence;

/// <summary>What the database's faults mean.</summary>
public static class DatabaseFault
{
    /// <summary>
    /// True for what time mends: the database is down, starting, full or out of something, or another transaction was first.
    /// False for what the data or the program causes, which would come again.
    /// </summary>
    public static bool IsPassing(Exception e) => e switch
    {
        // Classes of SQLSTATE: out of resources, an operator's doing, the system's own fault.
        PostgresException { SqlState: ['5', '3' or '7' or '8', ..] } => true,
        NpgsqlException npgsql => npgsql.IsTransient,
        DbUpdateException { InnerException: { } inner } => IsPassing(inner),
        // What EF Core makes of a fault that it holds for passing, of a query and of SaveChanges.
        InvalidOperationException { InnerException: { } inner and (NpgsqlException or DbUpdateException) } => IsPassing(inner),
        TimeoutException => true,
        _ => false,
    };
}
