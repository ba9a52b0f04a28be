namespace Huset.Bench.Groups;

/// <summary>What a person who knows the schema would send to the database for the same answer: the rows that the reader may see, how many they are, and the row of the access log.</summary>
internal static class ByHand
{
    // The demonstration's manager has units without any below them; quality developers see all that is not restricted.
    private const string Seen = "not d.in_lex_sarah and not d.in_lex_maria and ($1 or d.reporter_id = $2 or d.unit_code = any($3))";

    /// <summary>Answers as the address asks: one case by its id, a unit's meeting, or a page of a list with filters.</summary>
    public static async Task Answer(NpgsqlConnection connection, Reader reader, string address, CancellationToken ct)
    {
        var (path, query) = address.Split('?') switch { [var p, var q] => (p, q), var parts => (parts[0], "") };
        if (Guid.TryParse(path.Split('/')[^1], out var id))
        {
            await Log(connection, reader, await Rows(connection, reader, $"select d.* from deviations d where d.id = '{id}' and {Seen}", ct), ct);
            return;
        }
        if (path.Split('/') is [.., "meetings", var of, var month])
        {
            await AnswerMeeting(connection, reader, of, month, ct);
            return;
        }
        if (path.EndsWith("/actions", StringComparison.Ordinal))
        {
            await AnswerActions(connection, reader, query, ct);
            return;
        }
        var wishes = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(wish => wish.Split('=')).ToDictionary(wish => wish[0], wish => wish[1]);
        var where = Seen
            + (wishes.TryGetValue("unitCode", out var unit) ? $" and d.unit_code = '{unit}'" : "")
            + (wishes.TryGetValue("kind", out var kind) ? $" and d.kind = '{kind}'" : "")
            + (wishes.TryGetValue("status", out var status) ? $" and d.status = '{status}'" : "")
            + (wishes.TryGetValue("from", out var from) ? $" and d.occurred_on >= '{from}'" : "");
        if (wishes.TryGetValue("q", out var words)) where += $" and d.id in ({Holding(words)})";
        var skip = wishes.TryGetValue("page", out var page) ? 20 * (int.Parse(page, CultureInfo.InvariantCulture) - 1) : 0;
        await Rows(connection, reader, $"select count(*)::text, '' from deviations d where {where}", ct);
        await Log(connection, reader, await Rows(connection, reader, $"select d.* from deviations d where {where} order by d.id desc limit 20 offset {skip}", ct), ct);
    }

    // Words of the report, the answer, the causes, the actions, the notes and the timeline, each by its own index.
    private static string Holding(string words)
    {
        string Found(string text) => $"to_tsvector('swedish', {text}) @@ websearch_to_tsquery('swedish', '{words}')";
        return $"""
            select d.id from deviations d where {Seen} and {Found("description || ' ' || coalesce(immediate_action, '')")}
            union select d.id from deviations d where {Seen} and {Found("coalesce(feedback, '')")}
            union select deviation_id from causes where {Found("text || ' ' || coalesce(accepted_reason, '')")}
            union select deviation_id from actions where {Found("what || ' ' || follow_up || ' ' || success_criterion || ' ' || coalesce(completed_note, '') || ' ' || coalesce(effect_note, '')")}
            union select deviation_id from case_notes where track is null and {Found("text")}
            union select deviation_id from timeline_entries where track is null and {Found("what")}
            """;
    }

    // How many of what kind, the month's cases with what was found and done, what was checked, and what the meeting has written and decided.
    private static async Task AnswerMeeting(NpgsqlConnection connection, Reader reader, string unit, string month, CancellationToken ct)
    {
        var (from, to) = ($"'{month}-01'::date", $"'{month}-01'::date + interval '1 month'");
        var where = $"d.unit_code = '{unit}' and d.unit_code = any($3) and not $1 and $2 <> '' and d.occurred_on >= {from} and d.occurred_on < {to} and d.nature <> 'good' and not d.in_lex_sarah and not d.in_lex_maria";
        await Rows(connection, reader, $"select d.kind, d.harm, count(*) from deviations d where {where} group by d.kind, d.harm", ct);
        var ids = await Rows(connection, reader, $"""
            select d.id, d.occurred_on, d.kind, d.category, d.harm, d.status, d.severity,
              (select array_agg(distinct c.area) from causes c where c.deviation_id = d.id) as areas,
              (select array_agg(a.what order by a.id) from actions a where a.deviation_id = d.id) as actions
            from deviations d where {where} order by d.occurred_on, d.id limit 100
            """, ct);
        const string mine = "not $1 and $2 <> '' and cardinality($3) > 0";
        await Rows(connection, reader, $"select a.id, a.what from actions a where {mine} and a.unit_code = '{unit}' and a.effect_checked_at >= {from} and a.effect_checked_at < {to} order by a.effect_checked_at limit 30", ct);
        await Rows(connection, reader, $"select m.id, d.text from unit_meetings m left join unit_meeting_decisions d on d.meeting_id = m.id where {mine} and m.unit_code = '{unit}' and (m.month = {from} or (m.month < {from} and d.done_at is null))", ct);
        await Rows(connection, reader, $"select i.id, i.title from ideas i where {mine} and i.unit_code = '{unit}' and i.left_at < {to} order by i.changed_at desc limit 30", ct);
        await Log(connection, reader, ids, ct);
    }

    private static async Task AnswerActions(NpgsqlConnection connection, Reader reader, string query, CancellationToken ct)
    {
        const string seen = "a.effect_checked_at is null and not a.restricted and not $1 and (a.owner_id = $2";
        var where = query.Contains("owner=me", StringComparison.Ordinal) ? $"{seen})" : $"{seen} or a.unit_code = any($3))";
        if (query.Contains("owner=me", StringComparison.Ordinal)) where += " and $3 is not null";
        await Rows(connection, reader, $"select count(*)::text, '' from actions a where {where}", ct);
        var ids = await Rows(connection, reader, $"select a.deviation_id, a.* from actions a where {where} order by case when a.completed_at is null then a.due_at else a.effect_check_at end, a.id limit 20", ct);
        await Log(connection, reader, ids, ct);
    }

    private static async Task<List<string>> Rows(NpgsqlConnection connection, Reader reader, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new() { Value = reader.User == "kvalitet" }, new() { Value = reader.Id }, new() { Value = reader.Units } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var first = new List<string>();
        var values = new object[rows.FieldCount];
        while (await rows.ReadAsync(ct))
        {
            rows.GetValues(values);
            first.Add(values[0].ToString()!);
        }
        return first;
    }

    private static async Task Log(NpgsqlConnection connection, Reader reader, List<string> ids, CancellationToken ct)
    {
        if (ids.Count == 0) throw new BenchFailed("The hand-written SQL finds no case, so it does not do the same work");
        await using var command = new NpgsqlCommand("""
            insert into access_log (at, user_id, user_name, home_unit, roles, action, subject_type, subject_ids, subject_references, why, way, filters, trace_id)
            values (now(), $1, $2, 'norrangen', '{enhetschef}', 'list', 'deviation', $3, $3, '{deviations.read/units}', 'api', '{}', '')
            """, connection)
        {
            Parameters = { new() { Value = reader.Id }, new() { Value = reader.User }, new() { Value = ids.ToArray() } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
