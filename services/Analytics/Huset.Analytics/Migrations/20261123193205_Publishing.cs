using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Analytics.Migrations
{
    /// <inheritdoc />
    public partial class Publishing : Migration
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
                name: "ix_improvements_unit_code_written_at",
                table: "improvements",
                columns: new[] { "unit_code", "written_at" });

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
                name: "improvements");

            migrationBuilder.DropTable(
                name: "publications");

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
