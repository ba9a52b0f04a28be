using Npgsql;
using NpgsqlTypes;

namespace Huset.Analytics.Features.Thread;

/// <summary>Something on the thread, as links name it.</summary>
public readonly record struct Thing(string Type, string Id);

/// <summary>A tie between something that is known and something that is met.</summary>
/// <param name="From">What is known.</param>
/// <param name="Met">What is met.</param>
/// <param name="Rel">How they are tied.</param>
/// <param name="ToldByFrom">Whose link it is: what is known tells it, or else what is met.</param>
/// <param name="UnitCode">The unit of what is met, when its events have told of it.</param>
public sealed record Tie(Thing From, Thing Met, string Rel, bool ToldByFrom, string? UnitCode);

/// <summary>Reads the ties of a level of the thread from `subjects`, in one query: by the primary key one way and by the index of links the other.</summary>
public sealed class ThreadLinks(NpgsqlDataSource database)
{
    /// <summary>So many of each rel that others have to a thing, the newest; a step may have thousands of deviations.</summary>
    public const int Most = 500;

    public const string Sql = """
        with known as (
          select type, id, places_only, place from unnest($1::text[], $2::text[], $3::boolean[]) with ordinality as k(type, id, places_only, place)
        ), met as (
          select k.place, k.type as from_type, k.id as from_id, link.type, link.id, link.rel, true as told_by_from, 1::bigint as newest,
            (select met.unit_code from subjects met where met.type = link.type and met.id = link.id) as unit_code
          from known k join subjects s on s.type = k.type and s.id = k.id
          cross join lateral jsonb_to_recordset(s.data->'links') as link(rel text, type text, id text)
          where link.rel = any(case when k.places_only then $5::text[] else $4::text[] end)
          union all
          select k.place, k.type, k.id, other.type, other.id, other.rel, false, other.newest, other.unit_code
          from known k cross join lateral (
            select s.type, s.id, s.unit_code, link.rel, row_number() over (partition by link.rel order by s.first_at desc, s.id desc) as newest
            from subjects s cross join lateral jsonb_to_recordset(s.data->'links') as link(rel text, type text, id text)
            where s.data->'links' @> jsonb_build_array(jsonb_build_object('type', k.type, 'id', k.id))
              and link.type = k.type and link.id = k.id and link.rel = any(case when k.places_only then $7::text[] else $6::text[] end)
          ) as other
          where other.newest <= $8
        )
        select from_type, from_id, type, id, rel, told_by_from, unit_code from met order by place, told_by_from desc, rel, newest
        """;

    /// <summary>The ties from the things, newest first.</summary>
    /// <param name="known">The things.</param>
    /// <param name="side">Up or down.</param>
    /// <param name="start">What the thread begins with; only from it are the things that have happened in a place followed.</param>
    /// <param name="ct">Ends the waiting.</param>
    public async Task<List<Tie>> Read(IReadOnlyList<Thing> known, ThreadSide side, Thing start, CancellationToken ct)
    {
        var (all, places) = (Relations.Followed(side, placesOnly: false), Relations.Followed(side, placesOnly: true));
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = known.Select(thing => thing.Type).ToArray() });
        command.Parameters.Add(new() { Value = known.Select(thing => thing.Id).ToArray() });
        command.Parameters.Add(new() { Value = known.Select(thing => thing != start && Kinds.Find(thing.Type) is { IsPlace: true }).ToArray() });
        foreach (var rels in new[] { all.Own, places.Own, all.Others, places.Others }) command.Parameters.Add(new() { Value = rels, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (long)Most });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var ties = new List<Tie>();
        while (await reader.ReadAsync(ct))
        {
            ties.Add(new(
                new(reader.GetString(0), reader.GetString(1)), new(reader.GetString(2), reader.GetString(3)), reader.GetString(4), reader.GetBoolean(5),
                await reader.IsDBNullAsync(6, ct) ? null : reader.GetString(6)));
        }
        return ties;
    }
}
