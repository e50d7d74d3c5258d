import type { ReactElement } from "react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { Button } from "../../../common/ui/Button";
import { Icon } from "../../../common/ui/Icon";
import { withQuery } from "../api/http";
import { useText } from "../i18n";
import { count } from "../lib/format";
import { useLocale } from "../store/session";

/** What is searched now, as files; the server notes who took them. */
export function ExportMenu({ q, total }: { q: string; total: number }): ReactElement {
  const texts = useText().contacts;
  const locale = useLocale();
  const files = [
    { id: "csv", label: texts.exportCsv },
    { id: "vcf", label: texts.exportVcf },
  ];
  return (
    <MenuTrigger>
      <Button iconOnly icon="download" aria-label={texts.export} isDisabled={total === 0} />
      <Popover className="pop" placement="bottom end" offset={4}>
        <Menu className="menu" aria-label={texts.export}>
          {files.map((file) => (
            <MenuItem
              key={file.id}
              id={file.id}
              className="menu__item"
              textValue={file.label}
              href={withQuery(`/api/v1/contacts/export.${file.id}`, { q })}
              download=""
            >
              <Icon name="file" />
              <span className="clip">
                {file.label}
                <small className="meta line2">{texts.exportHint(count(total, locale))}</small>
              </span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
