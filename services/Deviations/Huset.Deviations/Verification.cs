using Huset.Deviations.Contracts;
using Huset.ServiceDefaults.Persistence;

namespace Huset.Deviations;

/// <summary>What `verify` checks of the cases.</summary>
internal static class Verification
{
    /// <summary>Every case has told of itself; sent messages are kept a day, so older cases are known by what the others counted.</summary>
    public static async Task<Check> Cases(Snapshot now)
    {
        var rows = await now.Row($"""
            with told as (
              select (body->>'deviationId')::uuid as id from outbox where type like '{typeof(DeviationReported).FullName},%'
            )
            select count(*) as cases, count(*) - count(distinct reference) as doubled,
              count(*) filter (where reported_at > now() - interval '23 hours' and not exists (select from told where told.id = deviations.id)) as untold
            from deviations
            """);
        // What went well and reports of many are no deviations, and are counted by nobody.
        var shared = await now.Row("select count(*) as deviations, coalesce(bit_xor(hashtextextended(id::text, 0)), 0) as \"deviations-digest\" from deviations where id < $1 and nature not in ('good', 'collective')", now.FirstIdAfter);
        return new("cases", rows["untold"] == 0 && rows["doubled"] == 0, $"{rows["cases"]} cases, {rows["untold"]} of the last day without an event", rows) { Shared = shared };
    }

    /// <summary>Every attachment that is not removed has its content, to the last byte.</summary>
    public static async Task<Check> Attachments(Snapshot now)
    {
        var rows = await now.Row("""
            select count(*) as attachments, count(*) filter (where octet_length(content) is distinct from size) as torn
            from attachments left join attachment_contents on attachment_id = id where removed_at is null
            """);
        return new("attachments", rows["torn"] == 0, $"{rows["attachments"]} attachments, {rows["torn"]} not whole", rows);
    }
}
