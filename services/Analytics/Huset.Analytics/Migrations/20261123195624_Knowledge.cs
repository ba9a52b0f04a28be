using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Analytics.Migrations
{
    /// <inheritdoc />
    public partial class Knowledge : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "quarter",
                table: "reports",
                newName: "number");

            migrationBuilder.RenameIndex(
                name: "ix_reports_year_quarter_id",
                table: "reports",
                newName: "ix_reports_year_number_id");

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "reports",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "length",
                table: "reports",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateOnly>(
                name: "ready_on",
                table: "reports",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "template",
                table: "reports",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "report_templates",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "period",
                table: "report_templates",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "place",
                table: "report_templates",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "ready_by",
                table: "report_template_versions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "goals",
                table: "report_sections",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "indicator",
                table: "found_signals",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "category",
                table: "deviation_facts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "cause_areas",
                table: "deviation_facts",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "harm",
                table: "deviation_facts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "hour",
                table: "deviation_facts",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "step_id",
                table: "deviation_facts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "weekday",
                table: "deviation_facts",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "cause_facts",
                columns: table => new
                {
                    cause_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    area = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cause_facts", x => x.cause_id);
                });

            migrationBuilder.CreateTable(
                name: "chart_breaks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    chart = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    changed = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    action_id = table.Column<Guid>(type: "uuid", nullable: true),
                    set_by_name = table.Column<string>(type: "text", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    undone_reason = table.Column<string>(type: "text", nullable: true),
                    undone_by_name = table.Column<string>(type: "text", nullable: true),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    undone_position = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chart_breaks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "deviation_hours",
                columns: table => new
                {
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    weekday = table.Column<int>(type: "integer", nullable: false),
                    hour = table.Column<int>(type: "integer", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deviation_hours", x => new { x.unit_code, x.month, x.weekday, x.hour });
                });

            migrationBuilder.CreateTable(
                name: "deviation_parts",
                columns: table => new
                {
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    part = table.Column<string>(type: "text", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deviation_parts", x => new { x.unit_code, x.month, x.kind, x.part, x.code });
                });

            migrationBuilder.CreateTable(
                name: "found_patterns",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    dimension = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    to = table.Column<DateOnly>(type: "date", nullable: false),
                    unit_codes = table.Column<string[]>(type: "text[]", nullable: false),
                    parts = table.Column<string>(type: "jsonb", nullable: false),
                    share = table.Column<string>(type: "jsonb", nullable: false),
                    cases = table.Column<string>(type: "jsonb", nullable: false),
                    previous_id = table.Column<Guid>(type: "uuid", nullable: true),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decisions = table.Column<string>(type: "jsonb", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_found_patterns", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "improvements",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    background = table.Column<string>(type: "text", nullable: false),
                    change = table.Column<string>(type: "text", nullable: false),
                    effect = table.Column<string>(type: "text", nullable: true),
                    written_by_name = table.Column<string>(type: "text", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_improvements", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "indicator_months",
                columns: table => new
                {
                    indicator = table.Column<string>(type: "text", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    numerator = table.Column<long>(type: "bigint", nullable: false),
                    denominator = table.Column<long>(type: "bigint", nullable: false),
                    rows = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicator_months", x => new { x.indicator, x.unit_code, x.month });
                });

            migrationBuilder.CreateTable(
                name: "indicator_position",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    last = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicator_position", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "indicator_rows",
                columns: table => new
                {
                    indicator = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<string>(type: "text", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    numerator = table.Column<long>(type: "bigint", nullable: false),
                    denominator = table.Column<long>(type: "bigint", nullable: false),
                    is_counted = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicator_rows", x => new { x.indicator, x.id });
                });

            migrationBuilder.CreateTable(
                name: "publications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: true),
                    title = table.Column<string>(type: "text", nullable: false),
                    is_promise = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    decision = table.Column<string>(type: "text", nullable: false),
                    published_by_name = table.Column<string>(type: "text", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    withdrawn_why = table.Column<string>(type: "text", nullable: true),
                    withdrawn_by_name = table.Column<string>(type: "text", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_publications", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_deviation_facts_step_id",
                table: "deviation_facts",
                column: "step_id");

            migrationBuilder.CreateIndex(
                name: "ix_deviation_facts_unit_code_occurred_on",
                table: "deviation_facts",
                columns: new[] { "unit_code", "occurred_on" });

            migrationBuilder.CreateIndex(
                name: "ix_cause_facts_deviation_id",
                table: "cause_facts",
                column: "deviation_id");

            migrationBuilder.CreateIndex(
                name: "ix_chart_breaks_unit_code_chart_kind_from",
                table: "chart_breaks",
                columns: new[] { "unit_code", "chart", "kind", "from" },
                unique: true,
                filter: "undone_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_deviation_hours_month",
                table: "deviation_hours",
                column: "month");

            migrationBuilder.CreateIndex(
                name: "ix_deviation_parts_part_month",
                table: "deviation_parts",
                columns: new[] { "part", "month" });

            migrationBuilder.CreateIndex(
                name: "ix_found_patterns_dimension_value",
                table: "found_patterns",
                columns: new[] { "dimension", "value" },
                unique: true,
                filter: "decided_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_improvements_unit_code_written_at",
                table: "improvements",
                columns: new[] { "unit_code", "written_at" });

            migrationBuilder.CreateIndex(
                name: "ix_indicator_rows_indicator_due_on",
                table: "indicator_rows",
                columns: new[] { "indicator", "due_on" },
                filter: "not is_counted");

            migrationBuilder.CreateIndex(
                name: "ix_publications_status_published_at",
                table: "publications",
                columns: new[] { "status", "published_at" });

            migrationBuilder.CreateIndex(
                name: "ix_publications_subject_id",
                table: "publications",
                column: "subject_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cause_facts");

            migrationBuilder.DropTable(
                name: "chart_breaks");

            migrationBuilder.DropTable(
                name: "deviation_hours");

            migrationBuilder.DropTable(
                name: "deviation_parts");

            migrationBuilder.DropTable(
                name: "found_patterns");

            migrationBuilder.DropTable(
                name: "improvements");

            migrationBuilder.DropTable(
                name: "indicator_months");

            migrationBuilder.DropTable(
                name: "indicator_position");

            migrationBuilder.DropTable(
                name: "indicator_rows");

            migrationBuilder.DropTable(
                name: "publications");

            migrationBuilder.DropIndex(
                name: "ix_deviation_facts_step_id",
                table: "deviation_facts");

            migrationBuilder.DropIndex(
                name: "ix_deviation_facts_unit_code_occurred_on",
                table: "deviation_facts");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "reports");

            migrationBuilder.DropColumn(
                name: "length",
                table: "reports");

            migrationBuilder.DropColumn(
                name: "ready_on",
                table: "reports");

            migrationBuilder.DropColumn(
                name: "template",
                table: "reports");

            migrationBuilder.DropColumn(
                name: "name",
                table: "report_templates");

            migrationBuilder.DropColumn(
                name: "period",
                table: "report_templates");

            migrationBuilder.DropColumn(
                name: "place",
                table: "report_templates");

            migrationBuilder.DropColumn(
                name: "ready_by",
                table: "report_template_versions");

            migrationBuilder.DropColumn(
                name: "goals",
                table: "report_sections");

            migrationBuilder.DropColumn(
                name: "indicator",
                table: "found_signals");

            migrationBuilder.DropColumn(
                name: "category",
                table: "deviation_facts");

            migrationBuilder.DropColumn(
                name: "cause_areas",
                table: "deviation_facts");

            migrationBuilder.DropColumn(
                name: "harm",
                table: "deviation_facts");

            migrationBuilder.DropColumn(
                name: "hour",
                table: "deviation_facts");

            migrationBuilder.DropColumn(
                name: "step_id",
                table: "deviation_facts");

            migrationBuilder.DropColumn(
                name: "weekday",
                table: "deviation_facts");

            migrationBuilder.RenameColumn(
                name: "number",
                table: "reports",
                newName: "quarter");

            migrationBuilder.RenameIndex(
                name: "ix_reports_year_number_id",
                table: "reports",
                newName: "ix_reports_year_quarter_id");
        }
    }
}
