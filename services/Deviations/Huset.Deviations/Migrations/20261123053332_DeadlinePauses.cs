using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class DeadlinePauses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "deadline",
                table: "notices",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "last_day",
                table: "notices",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "pauses",
                table: "deviations",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<string>(
                name: "applies_by",
                table: "deadline_rules",
                type: "text",
                nullable: false,
                defaultValue: "start");

            migrationBuilder.AddColumn<int>(
                name: "escalate_after",
                table: "deadline_rules",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "remind_after",
                table: "deadline_rules",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "remind_before",
                table: "deadline_rules",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "target_amount",
                table: "deadline_rules",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "target_kind",
                table: "deadline_rules",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_notices_deviation_id",
                table: "notices",
                column: "deviation_id",
                filter: "deadline is not null");

            migrationBuilder.Sql(
                """
                -- A late assessment is one of the deadlines that are told of now.
                update notices set kind = 'deadline-passed', deadline = 'assessment', last_day = coalesce(
                  (select ((d.assess_by - interval '1 second') at time zone 'Europe/Stockholm')::date from deviations d where d.id = deviation_id), (at at time zone 'Europe/Stockholm')::date)
                where kind = 'assessment-due';
                update deadline_rules set remind_after = 0 where code = 'assessment';
                -- What an installation began with and nobody has changed is as it would begin with now.
                update deadline_rules set escalate_after = 5 where code = 'assessment' and set_by_name = 'Huset' and version = 1;
                update deadline_rules set remind_before = 3, remind_after = 0, escalate_after = 14 where code = 'investigation' and set_by_name = 'Huset' and version = 1;
                update deadline_rules set remind_after = 0 where code = 'feedback' and set_by_name = 'Huset' and version = 1;
                update deadline_rules set remind_before = 14, remind_after = 0 where code = 'ivo-investigation' and set_by_name = 'Huset' and version = 1;
                update deadline_rules set
                  applies_by = 'event', source = source || '. Målet bredvid är ett exempel.', remind_after = 0,
                  target_kind = case code when 'ivo-notification' then 'working-days' else 'weeks' end, target_amount = case code when 'ivo-notification' then 1 else 8 end,
                  remind_before = case code when 'ivo-notification' then 0 else 7 end
                where code in ('lex-sarah-investigation', 'ivo-notification') and set_by_name = 'Huset' and version = 1;
                -- SoL (2025:400) came into force on 1 July 2025; what happened before that day lies under 14 kap. SoL (2001:453).
                with begun as (
                  update deadline_rules set valid_from = '2025-07-01'
                  where code in ('lex-sarah-investigation', 'ivo-notification') and set_by_name = 'Huset' and version = 1 and valid_from = '2000-01-01'
                  returning *)
                insert into deadline_rules (
                  id, code, case_kind, unit_code, title, kind, amount, last_day, starts_on, ends_on, applies_by, target_kind, target_amount, remind_before, remind_after, escalate_after,
                  source, valid_from, valid_to, set_by_name, set_at, version)
                select gen_random_uuid(), code, case_kind, unit_code, title, kind, amount, last_day, starts_on, ends_on, applies_by, target_kind, target_amount, remind_before, remind_after, escalate_after,
                  replace(replace(replace(source, 'SoL (2025:400)', 'SoL (2001:453)'), '27 kap. 5 §', '14 kap. 6 §'), '27 kap. 6 §', '14 kap. 7 §'), '2000-01-01', '2025-07-01', set_by_name, set_at, 2
                from begun;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_notices_deviation_id",
                table: "notices");

            migrationBuilder.DropColumn(
                name: "deadline",
                table: "notices");

            migrationBuilder.DropColumn(
                name: "last_day",
                table: "notices");

            migrationBuilder.DropColumn(
                name: "pauses",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "applies_by",
                table: "deadline_rules");

            migrationBuilder.DropColumn(
                name: "escalate_after",
                table: "deadline_rules");

            migrationBuilder.DropColumn(
                name: "remind_after",
                table: "deadline_rules");

            migrationBuilder.DropColumn(
                name: "remind_before",
                table: "deadline_rules");

            migrationBuilder.DropColumn(
                name: "target_amount",
                table: "deadline_rules");

            migrationBuilder.DropColumn(
                name: "target_kind",
                table: "deadline_rules");
        }
    }
}
